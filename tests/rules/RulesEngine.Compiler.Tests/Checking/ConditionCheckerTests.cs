using CsCheck;
using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Tests.Checking;

public sealed class ConditionCheckerTests
{
    private static readonly string[] Values =
    [
        "0", "1", "-1", "true", "80", "http", "a", "/etc/passwd", "10.0.0.1", "10.0.0.0/8", "::1", "6162", "\"\"", "open",
    ];

    public static TheoryData<string> Fields =>
        [.. FieldTable.All.Select(one => one.Name + SampleArgument(one))];

    [Theory]
    [MemberData(nameof(Fields))]
    public void Every_field_can_be_asked_for_and_every_comparison_holds_or_is_refused(string field)
    {
        var exists = Check($"{field} exists");
        Assert.Null(exists.Error);
        Assert.Equal(ComparisonOperator.Exists, Assert.IsType<ComparisonNode>(exists.Condition).Operator);

        foreach (var op in Operators.All.Where(op => op != Operators.Exists))
        {
            foreach (var value in Values)
            {
                var text = Operators.Lists.Contains(op) ? $"{field} {op} ({value})" : $"{field} {op} {value}";
                if (ConditionParser.Parse(text).Expression is { } tree)
                {
                    var result = ConditionChecker.Check(tree, CheckOptions.Default);
                    Assert.True(result.Condition is null != result.Error is null, text);
                    Assert.True(result.Error is not { Message: "" }, text);
                }
            }
        }
    }

    [Fact]
    public void The_first_error_in_the_order_of_the_text_is_reported()
    {
        var error = Check("proc.name = a and (evt.num = x or nope.nope = 1)").Error!;
        Assert.Equal("x is not a valid number", error.Message);
        Assert.Equal(new SourcePosition(19, 1, 20), error.Position);
        Assert.Equal(CheckStage.Compile, error.Stage);
        Assert.False(error.IsFatal);
    }

    [Fact]
    public void What_ends_Falco_is_marked()
    {
        Assert.True(Check("fd.sport = 4294967296").Error!.IsFatal);
        Assert.True(Check("len(proc.name, fd.name) = 1").Error!.IsFatal);
        var codes = Check("tolower(evt.type) = open").Error!;
        Assert.True(codes.IsFatal);
        Assert.Null(codes.Position);
        Assert.Equal(CheckStage.EventCodes, codes.Stage);
    }

    [Fact]
    public void A_port_may_be_named_as_the_machine_names_it()
    {
        Assert.SkipUnless(File.Exists("/etc/services"), "this machine knows no names of ports");
        var condition = Assert.IsType<ComparisonNode>(Check("fd.sport in (ssh, domain)").Condition);
        Assert.Equal([22L, 53L], condition.Constants.Select(constant => constant.Number));
        Assert.Equal("unrecognized protocol nosuchservice", Check("fd.sport = nosuchservice").Error!.Message);
    }

    [Fact]
    public void A_macro_that_was_left_in_is_an_error() =>
        Assert.Equal("filter error: unexpected identifier 'spawned'", Check("not spawned").Error!.Message);

    [Theory]
    [InlineData("evt.type = open", "open")]
    [InlineData("evt.type in (open, close) and evt.type != close", "open")]
    [InlineData("not (evt.type != open or proc.name = a)", "open")]
    [InlineData("syscall.type = open and evt.num >= 1", "open")]
    [InlineData("evt.type = open or evt.num < 1", "open")]
    public void Event_types_narrow_the_codes(string condition, string name) =>
        Assert.Equal(EventCodeSet.Of(EventTable.CodesByName(name)), Check(condition).EventCodes);

    [Theory]
    [InlineData("evt.type = open or proc.name = a")]
    [InlineData("not proc.name = a")]
    [InlineData("evt.type startswith open")]
    [InlineData("evt.type = oneof (open)")]
    [InlineData("evt.type exists")]
    [InlineData("evt.num = 5")]
    [InlineData("evt.num >= 1")]
    [InlineData("evt.num in (0, 1)")]
    [InlineData("evt.num = -1")]
    public void Everything_else_leaves_the_codes_open(string condition) =>
        Assert.Equal(EventCodeSet.All, Check(condition).EventCodes);

    [Theory]
    [InlineData("evt.num = 0")]
    [InlineData("evt.num < 1")]
    [InlineData("evt.num <= 0")]
    [InlineData("evt.num in (0, 00)")]
    [InlineData("evt.num in ()")]
    [InlineData("not evt.num != 0")]
    [InlineData("evt.type = open and evt.type = close")]
    public void What_cannot_be_true_has_no_codes(string condition) =>
        Assert.Equal(EventCodeSet.Empty, Check(condition).EventCodes);

    [Fact]
    public void Codes_of_a_negation_and_of_the_condition_cover_everything() => Gen.Int[0, 5].Array[1, 4].Sample(parts =>
    {
        string[] leaves =
        [
            "evt.type = open", "evt.type != close", "proc.name = a", "evt.num = 0", "evt.type in (dup, dup2)", "evt.num > 0",
        ];
        var text = string.Join(parts.Length % 2 == 0 ? " and " : " or ", parts.Select(part => leaves[part]));
        var codes = Check(text).EventCodes.Union(Check($"not ({text})").EventCodes);
        Assert.Equal(EventCodeSet.All, codes);
    });

    [Fact]
    public void Warnings_come_in_the_order_of_the_text() => Assert.Equal(
        [
            "regex check with 'b.*' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'",
            "'proc.pname' may be a valid field misused as a const string value",
            "'toupper(proc.name)' may be a valid field transformer misused as a const string value",
        ],
        Check("proc.name regex anyof ('b.*', '[c-z].*') or proc.name in (a, proc.pname, 'toupper(proc.name)')").Warnings);

    private static CheckResult Check(string condition)
    {
        var parsed = ConditionParser.Parse(condition);
        Assert.True(parsed.Error is null, $"{condition}: {parsed.Error?.Message}");
        return ConditionChecker.Check(parsed.Expression!, CheckOptions.Default);
    }

    private static string SampleArgument(FieldDefinition field) => field.Name switch
    {
        "evt.arg" or "evt.rawarg" => ".flags",
        "evt.type.is" => ".open",
        "thread.cgroup" => ".cpu",
        "evt.abspath" => "",
        _ => (field.Flags & FieldFlags.ArgumentRequired) != 0 ? "[1]" : "",
    };
}
