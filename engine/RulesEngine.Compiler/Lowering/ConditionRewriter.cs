using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Replaces leaves of a condition and folds the constants that appear. Meaning is preserved because a leaf is only
/// replaced by what it equals on every event under consideration, and <c>and</c>, <c>or</c>, <c>not</c> are two-valued.
/// The constants are the empty conjunction and the empty disjunction.
/// </summary>
public static class ConditionRewriter
{
    /// <summary>The condition that always holds.</summary>
    public static ConditionNode True { get; } = new AndNode([]);

    /// <summary>The condition that never holds.</summary>
    public static ConditionNode False { get; } = new OrNode([]);

    /// <summary>One of the two constants.</summary>
    public static ConditionNode Of(bool value) => value ? True : False;

    /// <summary>Whether a condition is <see cref="True"/>.</summary>
    public static bool IsTrue(ConditionNode condition) => condition is AndNode { Operands.IsEmpty: true };

    /// <summary>Whether a condition is <see cref="False"/>.</summary>
    public static bool IsFalse(ConditionNode condition) => condition is OrNode { Operands.IsEmpty: true };

    /// <summary>
    /// The condition with every leaf for which <paramref name="replacement"/> gives something replaced by it, and
    /// constants folded.
    /// </summary>
    public static ConditionNode Rewrite(ConditionNode condition, Func<ComparisonNode, ConditionNode?> replacement) =>
        condition switch
        {
            ComparisonNode leaf => replacement(leaf) ?? leaf,
            NotNode not => Not(Rewrite(not.Operand, replacement)),
            AndNode and => And(and.Operands.Select(operand => Rewrite(operand, replacement))),
            OrNode or => Or(or.Operands.Select(operand => Rewrite(operand, replacement))),
            _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
        };

    /// <summary>The conjunction of conditions, folded and flat.</summary>
    public static ConditionNode And(IEnumerable<ConditionNode> operands)
    {
        var kept = ImmutableArray.CreateBuilder<ConditionNode>();
        foreach (var operand in operands)
        {
            if (IsFalse(operand))
                return False;
            if (operand is AndNode inner)
                kept.AddRange(inner.Operands);
            else
                kept.Add(operand);
        }

        return kept.Count == 1 ? kept[0] : new AndNode(kept.ToImmutable());
    }

    /// <summary>The disjunction of conditions, folded and flat.</summary>
    public static ConditionNode Or(IEnumerable<ConditionNode> operands)
    {
        var kept = ImmutableArray.CreateBuilder<ConditionNode>();
        foreach (var operand in operands)
        {
            if (IsTrue(operand))
                return True;
            if (operand is OrNode inner)
                kept.AddRange(inner.Operands);
            else
                kept.Add(operand);
        }

        return kept.Count == 1 ? kept[0] : new OrNode(kept.ToImmutable());
    }

    /// <summary>The negation of a condition; two negations cancel.</summary>
    public static ConditionNode Not(ConditionNode operand) =>
        IsTrue(operand) ? False
        : IsFalse(operand) ? True
        : operand is NotNode inner ? inner.Operand
        : new NotNode(operand);

    /// <summary>The leaves of a condition in the order they are tried.</summary>
    public static IEnumerable<ComparisonNode> Leaves(ConditionNode condition) => condition switch
    {
        ComparisonNode leaf => [leaf],
        NotNode not => Leaves(not.Operand),
        AndNode and => and.Operands.SelectMany(Leaves),
        OrNode or => or.Operands.SelectMany(Leaves),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };
}
