using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Gives a condition its meaning. It receives a tree without macros and guarantees that every field exists, every
/// operator is allowed for its type and every constant is parsed, or one error with Falco's message: the first in the
/// order of the text. The tree itself stays as it is; evaluation, lowering and explanation read the result.
/// </summary>
public static class ConditionChecker
{
    public static CheckResult Check(Expr macroFree, CheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(macroFree);
        ArgumentNullException.ThrowIfNull(options);
        var context = new CheckContext(options.Fields);
        var condition = CheckNode(macroFree, context);
        var codes = condition is null ? EventCodeSet.Empty : EventCodeAnalysis.Of(macroFree, context);
        return context.Error is { } error
            ? new CheckResult(null, error, [], EventCodeSet.Empty)
            : new CheckResult(condition, null, [.. context.Warnings], codes)
            {
                WarningPositions = [.. context.WarningPositions],
            };
    }

    /// <summary>
    /// The event codes a condition without macros can be true for, from its shape alone: its fields need not exist.
    /// </summary>
    public static EventCodeSet EventCodesOf(Expr macroFree) =>
        EventCodeAnalysis.Of(macroFree, new CheckContext(FieldCatalog.Default));

    private static ConditionNode? CheckNode(Expr expression, CheckContext context)
    {
        switch (expression)
        {
            case AndExpr and:
                return CheckAll(and.Operands, context) is { IsDefault: false } all ? new AndNode(all) : null;
            case OrExpr or:
                return CheckAll(or.Operands, context) is { IsDefault: false } any ? new OrNode(any) : null;
            case NotExpr not:
                return CheckNode(not.Operand, context) is { } operand ? new NotNode(operand) : null;
            case UnaryCheckExpr exists:
                context.Position = exists.Position;
                return ComparisonChecker.CheckExists(exists, context);
            case BinaryCheckExpr comparison:
                context.Position = comparison.Position;
                context.RightPosition = comparison.RightPosition;
                return ComparisonChecker.Check(comparison, context);
            case IdentifierExpr identifier:
                context.Position = identifier.Position;
                context.Fail($"filter error: unexpected identifier '{identifier.Name}'");
                return null;
            default:
                throw new InvalidOperationException($"{expression.GetType().Name} is no condition");
        }
    }

    /// <summary>The default array when one of them fails.</summary>
    private static ImmutableArray<ConditionNode> CheckAll(ImmutableArray<Expr> operands, CheckContext context)
    {
        var nodes = ImmutableArray.CreateBuilder<ConditionNode>(operands.Length);
        foreach (var operand in operands)
        {
            if (CheckNode(operand, context) is not { } node)
            {
                return default;
            }

            nodes.Add(node);
        }

        return nodes.MoveToImmutable();
    }
}
