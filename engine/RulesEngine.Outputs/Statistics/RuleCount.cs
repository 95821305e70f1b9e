using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Statistics;

/// <summary>How often a rule has matched.</summary>
public readonly record struct RuleCount(string Name, RulePriority Priority, long Count);
