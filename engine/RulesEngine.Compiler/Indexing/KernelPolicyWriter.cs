using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// Writes an index as the kernel's policy: the same entries and vectors as plain data, with what each clause wants.
/// It differs from the user half in holding only exact clauses of rules that act, and in having limits.
/// </summary>
public static class KernelPolicyWriter
{
    /// <summary>
    /// The policy of these clauses, given in rule order; every clause must be exact and speak of kernel dimensions
    /// only.
    /// </summary>
    public static KernelPolicy Write(ImmutableArray<KernelRuleClauses> rules)
    {
        var clauses = rules.SelectMany(rule => rule.Clauses).ToImmutableArray();
        if (clauses.Length > KernelLimits.Clauses || clauses.Any(clause => !clause.IsExact))
            throw new ArgumentException("the planner lets only exact clauses within the limit through", nameof(rules));
        var plan = IndexBuilder.Build(clauses, KernelLimits.VectorWords);
        var wants = ImmutableArray.CreateBuilder<KernelClause>(clauses.Length);
        var deny = new ulong[KernelLimits.VectorWords];
        var kill = new ulong[KernelLimits.VectorWords];
        var monitor = new ulong[KernelLimits.VectorWords];
        for (var rule = 0; rule < rules.Length; rule++)
        {
            foreach (var _ in rules[rule].Clauses)
            {
                var bit = 1UL << (wants.Count & 63);
                (rules[rule].Action == KernelAction.Kill ? kill : deny)[wants.Count >> 6] |= bit;
                if (rules[rule].Monitor)
                    monitor[wants.Count >> 6] |= bit;
                wants.Add(new KernelClause(rule, rules[rule].Action, rules[rule].Errno, rules[rule].Monitor));
            }
        }

        return new KernelPolicy
        {
            Entries =
            [
                .. plan.Dimensions.SelectMany(dimension => dimension.Entries.Select(entry =>
                    new KernelEntry(dimension.Kernel!.Value, entry.PrefixBits, entry.Key, dimension.VectorOf(entry)))),
            ],
            Dimensions =
            [
                .. plan.Dimensions.Select(dimension =>
                    new KernelDefaults(dimension.Kernel!.Value, dimension.Default, dimension.Missing)),
            ],
            Clauses = wants.ToImmutable(),
            DenyMask = deny,
            KillMask = kill,
            MonitorMask = monitor,
            Rules = [.. rules.Select(rule => rule.Name)],
            EventCodes = [.. rules.SelectMany(rule => rule.Events).Select(guarded => guarded.Code).Distinct().Order()],
            Operations = rules.SelectMany(rule => rule.Events)
                .Aggregate(GuardedOperations.None, (all, guarded) => all | guarded.Operation),
        };
    }
}

/// <summary>A rule's part of the policy: its clauses, the event types they stand for, and what it wants.</summary>
public sealed record KernelRuleClauses(
    string Name, KernelAction Action, int Errno, bool Monitor, ImmutableArray<Clause> Clauses,
        ImmutableArray<GuardedEvent> Events);
