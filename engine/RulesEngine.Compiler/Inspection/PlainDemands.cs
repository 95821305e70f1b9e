using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Inspection;

/// <summary>
/// What a rule plainly asks of values: the comparisons that must all hold. It tells quickly, and without looking at the rest
/// of the conditions, that a rule does not cover another; that it does is left to a proof.
/// </summary>
internal sealed class PlainDemands
{
    private const string EventType = "evt.type";

    private readonly HashSet<string> _subjects;
    private readonly Dictionary<string, ComparisonNode> _demands = new(StringComparer.Ordinal);

    public PlainDemands(InspectedRule rule)
    {
        _subjects = rule.Leaves.Select(SubjectOf).ToHashSet(StringComparer.Ordinal);
        foreach (var leaf in rule.Conjuncts.OfType<ComparisonNode>())
            _demands.TryAdd(SubjectOf(leaf), leaf);
        var exact = _demands.Where(demand => demand.Key != EventType && IsExact(demand.Value)).ToList();
        Texts = exact.Count == 0 ? [] : [.. exact[0].Value.Constants.Select(constant => KeyOf(exact[0].Key, constant)).Distinct()];
        SampleTexts = [.. exact.Where(demand => !demand.Value.Constants.IsEmpty)
            .Select(demand => KeyOf(demand.Key, demand.Value.Constants[0]))];
    }

    /// <summary>The texts that the first value it asks a text of may have, each with what it is the text of; for look-up.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>One of the texts of every such value: a rule that covers this one has one of them among its own.</summary>
    public ImmutableArray<string> SampleTexts { get; }

    /// <summary>
    /// False when this rule asks something of a value that the other does not speak of, or allows texts that the other
    /// does not keep to.
    /// </summary>
    public bool MayCover(PlainDemands other)
    {
        foreach (var (subject, demand) in _demands)
        {
            if (!other._subjects.Contains(subject))
                return false;
            if (other._demands.TryGetValue(subject, out var narrower) && TextsOf(narrower) is { } texts && TextsOf(demand) is not null
                && !texts.All(text => Allows(demand, narrower, text)))
                return false;
        }

        return true;
    }

    private static string SubjectOf(ComparisonNode leaf) => Contradiction.PredicateOf(leaf).Dimension.Name;

    /// <summary>The texts one of which a value must be, or begin with.</summary>
    private static ImmutableArray<Constant>? TextsOf(ComparisonNode leaf) => leaf is
    {
        Modifier: OperatorModifier.None,
        Right: null,
        Left.Type: FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath,
        Operator: ComparisonOperator.Equal or ComparisonOperator.In or ComparisonOperator.StartsWith,
    } ? leaf.Constants : null;

    private static bool IsExact(ComparisonNode leaf) =>
        TextsOf(leaf) is not null && leaf.Operator != ComparisonOperator.StartsWith;

    private static string KeyOf(string subject, Constant text) => $"{subject} {Convert.ToHexString(text.Text.Span)}";

    private static bool Allows(ComparisonNode demand, ComparisonNode narrower, Constant text)
    {
        foreach (var allowed in demand.Constants)
        {
            if (demand.Operator == ComparisonOperator.StartsWith
                ? text.Text.Span.StartsWith(allowed.Text.Span)
                : narrower.Operator != ComparisonOperator.StartsWith && text.Text.Span.SequenceEqual(allowed.Text.Span))
                return true;
        }

        return false;
    }
}
