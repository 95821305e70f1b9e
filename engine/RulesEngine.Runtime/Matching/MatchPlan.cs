using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// What the compiler hands over for detection: for every group of event codes that concern the same rules in the same
/// way, an index and what its clauses stand for. Data only; <see cref="MatchIndex"/> makes it run.
/// </summary>
/// <param name="RuleCount">The number of rules; a rule is its index in the list the plan was made from.</param>
/// <param name="Groups">No code is in two groups; codes in none concern no rule.</param>
public sealed record MatchPlan(int RuleCount, ImmutableArray<MatchGroup> Groups);

/// <summary>The clauses of the rules that events of these codes can match, numbered in rule order.</summary>
public sealed record MatchGroup(
    ImmutableArray<ushort> Codes, IndexPlan Index, ImmutableArray<MatchClause> Clauses);

/// <summary>A clause of a rule: when its bit stands and its residual holds, the rule matches.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Residual">What is still to be evaluated; null on an exact clause.</param>
public sealed record MatchClause(int Rule, ConditionNode? Residual);

/// <summary>Whether an event yields the first rule that matches, or all; Falco's <c>rule_matching</c>.</summary>
public enum RuleMatching : byte
{
    First,
    All,
}
