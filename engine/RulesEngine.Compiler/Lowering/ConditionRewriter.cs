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
    /// constants folded. A part in which nothing is replaced stays the same object.
    /// </summary>
    public static ConditionNode Rewrite(ConditionNode condition, Func<ComparisonNode, ConditionNode?> replacement)
    {
        switch (condition)
        {
            case ComparisonNode leaf:
                return replacement(leaf) ?? leaf;
            case NotNode not:
                var operand = Rewrite(not.Operand, replacement);
                return ReferenceEquals(operand, not.Operand) ? not : Not(operand);
            case AndNode and:
                return RewriteAll(and.Operands, replacement) is { } all ? And(all) : and;
            case OrNode or:
                return RewriteAll(or.Operands, replacement) is { } any ? Or(any) : or;
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition, null);
        }
    }

    private static ConditionNode[]? RewriteAll(
        ImmutableArray<ConditionNode> operands, Func<ComparisonNode, ConditionNode?> replacement)
    {
        ConditionNode[]? changed = null;
        for (var i = 0; i < operands.Length; i++)
        {
            var operand = Rewrite(operands[i], replacement);
            if (changed is null && ReferenceEquals(operand, operands[i]))
                continue;
            changed ??= [.. operands];
            changed[i] = operand;
        }

        return changed;
    }

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
    public static IReadOnlyList<ComparisonNode> Leaves(ConditionNode condition)
    {
        var leaves = new List<ComparisonNode>();
        Collect(condition, leaves);
        return leaves;
    }

    private static void Collect(ConditionNode condition, List<ComparisonNode> leaves)
    {
        switch (condition)
        {
            case ComparisonNode leaf:
                leaves.Add(leaf);
                break;
            case NotNode not:
                Collect(not.Operand, leaves);
                break;
            case AndNode and:
                foreach (var operand in and.Operands)
                    Collect(operand, leaves);
                break;
            case OrNode or:
                foreach (var operand in or.Operands)
                    Collect(operand, leaves);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(condition), condition, null);
        }
    }
}
