using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Given;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Matching;

namespace RulesEngine.Runtime.Tests.Evaluation;

/// <summary>
/// Recorded events, written down field by field: every stock rule answers on the values as it does on the event.
/// </summary>
public sealed class GivenFieldsCaptureTests
{
    private const int MostAncestors = 40;

    private static readonly string[] Ancestors = ["proc.aname", "proc.aexe", "proc.aexepath", "proc.acmdline", "proc.apid"];

    private static readonly string[] Ends = ["fd.cip", "fd.sip", "fd.cport", "fd.sport"];

    private readonly Dictionary<string, ValueReader> _readers = [];

    [Theory]
    [InlineData("synthetic_scenario", 3, 20)]
    [InlineData("synthetic_events_1", 7, 0)]
    [InlineData("psp_run_as_user_0_container", 5, 0)]
    [InlineData("test_ipv6_client", 3, 0)]
    [InlineData("ping_sendto", 5, 0)]
    public void A_rule_matches_the_values_of_an_event_where_it_matches_the_event(string capture, int every, int leastMatches)
    {
        if (!Captures.Names.Contains(capture))
            Assert.Skip($"the capture {capture} is not in the corpus");
        var given = new GivenFields();
        var rules = StockRules.Load().Select(item => (item.Name, item.Rule, Plain: ConditionProgram.Compile(item.Rule.Condition),
            Bound: ConditionProgram.Compile(given.Bind(item.Rule.Condition)), Fields: FieldsOf(item.Rule))).ToArray();
        var matches = 0;
        Captures.Play(capture, context =>
        {
            if (GivenEvent.Of(context.Definition.Name) is not { } written || written.Code != context.Code)
                return;
            var concerned = rules.Where(rule => rule.Rule.EventCodes.Contains(context.Code)).ToArray();
            if (concerned.Length == 0 || (context.Number % every != 0 && !concerned.Any(rule => rule.Plain.Evaluate(context))))
                return;
            if (!concerned.SelectMany(rule => rule.Fields).DistinctBy(field => field.Text).All(field => Write(field, context, written)))
                return;
            given.Set(written);
            foreach (var rule in concerned)
            {
                var expected = rule.Plain.Evaluate(context);
                Assert.True(expected == rule.Bound.Evaluate(given.Context), $"event {context.Number}: {rule.Name} should be {expected}");
                matches += expected ? 1 : 0;
            }
        });
        Assert.True(matches >= leastMatches, $"only {matches} matches");
    }

    private static ImmutableArray<FieldReference> FieldsOf(MatchRule rule) =>
        [.. Leaves(rule.Condition).SelectMany(leaf => Fields(leaf.Left).Concat(leaf.Right is { } right ? Fields(right) : []))];

    private static IEnumerable<ComparisonNode> Leaves(ConditionNode node) => node switch
    {
        AndNode and => and.Operands.SelectMany(Leaves),
        OrNode or => or.Operands.SelectMany(Leaves),
        NotNode not => Leaves(not.Operand),
        _ => [(ComparisonNode)node],
    };

    private static IEnumerable<FieldReference> Fields(ValueSource source) => source switch
    {
        FieldSource field => [field.Field],
        TransformerSource transformer => transformer.Inputs.SelectMany(Fields),
        ListSource list => list.Items.SelectMany(Fields),
        _ => [],
    };

    /// <summary>Gives the field its value; false where the value has no written form (it is not text in UTF-8).</summary>
    private bool Write(FieldReference field, EventContext context, GivenEvent written)
    {
        var name = field.Definition.Name;
        if (name is "evt.type")
            return true;
        if (name is "fd.ip" or "fd.net" or "fd.port" or "fd.proto")
            return Ends.All(end => Write(FieldCatalog.Default.Resolve(end).Field!, context, written));
        if (name is "fd.snet" or "fd.cnet" or "fd.rnet" or "fd.lnet")
            return Write(FieldCatalog.Default.Resolve($"fd.{name[3]}ip").Field!, context, written);
        if (Ancestors.Contains(name) && !field.HasArgument)
        {
            var values = Enumerable.Range(1, MostAncestors).Select(i => FieldCatalog.Default.Resolve(name, Encoding.ASCII.GetBytes(
                i.ToString(CultureInfo.InvariantCulture))).Field!).Select(ancestor => TextsOf(ancestor, context)).TakeWhile(texts => texts is not null);
            return written.Set(field, [.. values.Select(texts => texts!.Value[0])]) is null;
        }
        return TextsOf(field, context) is not { } texts
            || (texts.All(text => !text.Contains('\uFFFD', StringComparison.Ordinal)) && written.Set(field, texts) is null);
    }

    private ImmutableArray<string>? TextsOf(FieldReference field, EventContext context)
    {
        if (!_readers.TryGetValue(field.Text, out var reader))
            _readers[field.Text] = reader = ValueReader.Create(new FieldSource(field), ProbeRole.Compared);
        var value = default(FieldValue);
        if (!reader.TryRead(context, ref value))
            return null;
        if (value.IsList)
        {
            var items = ImmutableArray.CreateBuilder<string>();
            for (var i = 0; i < value.ItemCount; i++)
                items.Add(Encoding.UTF8.GetString(context.Scratch.GetItem(value.FirstItem + i)));
            return items.ToImmutable();
        }
        return
        [
            value.Type switch
            {
                FieldType.Bool => value.Number != 0 ? "true" : "false",
                FieldType.IPAddr => new IPAddress(value.Bytes).ToString(),
                _ when !value.IsNumber => Encoding.UTF8.GetString(value.Bytes),
                _ when value.IsUnsigned => ((ulong)value.Number).ToString(CultureInfo.InvariantCulture),
                _ => value.Number.ToString(CultureInfo.InvariantCulture),
            },
        ];
    }
}
