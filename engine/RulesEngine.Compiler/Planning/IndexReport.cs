using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// What a match index consists of, counted: per group of event types its clauses and dimensions, per rule its clauses
/// and what is left to evaluate. It receives a plan and the names of its rules, in the plan's order. Sizes are those
/// of the keys and vectors that the plan holds; the tables made of them add their slots.
/// </summary>
public sealed record IndexReport(ImmutableArray<IndexGroupReport> Groups, ImmutableArray<IndexRuleReport> Rules)
{
    public long Bytes => Groups.Sum(group => group.Bytes);

    public int Clauses => Groups.Sum(group => group.Clauses);

    /// <summary>Clauses whose bit does not settle the matter.</summary>
    public int Residuals => Rules.Sum(rule => rule.Residuals);

    /// <summary>Counts a plan; <paramref name="names"/> are those of the rules it was made from.</summary>
    public static IndexReport Of(MatchPlan plan, IReadOnlyList<string> names) => new(
        [.. plan.Groups.Select(Describe)],
        [.. names.Select((name, rule) => Describe(plan, rule, name))]);

    private static IndexGroupReport Describe(MatchGroup group) => new(
        [.. group.Codes.Select(code => EventTable.All[code].Name).Distinct()],
        group.Clauses.Length,
        group.Clauses.Count(clause => clause.Residual is not null),
        [.. group.Index.Dimensions.Select(Describe)]);

    private static IndexDimensionReport Describe(IndexDimension dimension) => new(
        dimension.Field!.Text,
        dimension.Entries.Length,
        dimension.Entries.Sum(entry => (long)entry.Key.Length + (entry.Changes.Length * Unsafe.SizeOf<ClauseWord>()))
            + ((dimension.Default.Length + dimension.Missing.Length) * sizeof(ulong)));

    private static IndexRuleReport Describe(MatchPlan plan, int rule, string name)
    {
        var clauses = plan.Groups.SelectMany(group => group.Clauses.Where(clause => clause.Rule == rule)
            .Select(clause => (Group: group, clause.Residual))).ToArray();
        var reasons = clauses.Where(clause => clause.Residual is not null)
            .SelectMany(clause => ConditionRewriter.Leaves(clause.Residual!)
                .Select(leaf => (leaf.Text, Reason: ResidualReason.Of(leaf, clause.Residual!, clause.Group))))
            .Distinct().GroupBy(item => item.Reason, item => item.Text, StringComparer.Ordinal);
        return new IndexRuleReport(
            name,
            clauses.Length,
            clauses.Count(clause => clause.Residual is not null),
            [.. reasons.Select(group => new ResidualCause(group.Key, [.. group.Distinct(StringComparer.Ordinal)]))]);
    }
}

/// <summary>The index of the event types that concern the same rules in the same way.</summary>
public sealed record IndexGroupReport(
    ImmutableArray<string> Events, int Clauses, int Residuals, ImmutableArray<IndexDimensionReport> Dimensions)
{
    public long Bytes => Dimensions.Sum(dimension => dimension.Bytes);
}

/// <summary>
/// One look-up of a group: the field, how many values it tells apart, and the bytes of keys and vectors.
/// </summary>
public sealed record IndexDimensionReport(string Field, int Entries, long Bytes);

/// <summary>A rule over all groups.</summary>
public sealed record IndexRuleReport(string Name, int Clauses, int Residuals, ImmutableArray<ResidualCause> Causes);

/// <summary>Why comparisons of a rule are evaluated after the look-ups, and which.</summary>
public sealed record ResidualCause(string Reason, ImmutableArray<string> Comparisons);
