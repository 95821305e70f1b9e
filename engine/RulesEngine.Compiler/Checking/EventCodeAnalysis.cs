using System.Globalization;
using RulesEngine.Runtime.Events;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// The event codes a condition can be true for, as Falco computes them from the shape of the condition alone. Only
/// comparisons of <c>evt.type</c> and <c>syscall.type</c> narrow the set, and impossible ones of <c>evt.num</c>, whose
/// values start at 1; everything else leaves it open, under <c>not</c> too.
/// </summary>
internal static class EventCodeAnalysis
{
    private const string Inside = "event code search does not support `evt.type` checks with transformers";

    private const string OtherSide =
        "right-hand field comparisons on `evt.type`/`syscall.type` checks are not supported by event code search";

    /// <summary>Codes below are the generic events, which the names of system calls stand for.</summary>
    private const ushort FirstNamedCode = 2;

    public static EventCodeSet Of(Expr expression, CheckContext context) => Visit(expression, false, context);

    private static EventCodeSet Visit(Expr expression, bool negated, CheckContext context)
    {
        switch (expression)
        {
            case AndExpr and:
                return Fold(and.Operands, intersect: !negated, negated, context);
            case OrExpr or:
                return Fold(or.Operands, intersect: negated, negated, context);
            case NotExpr not:
                return Visit(not.Operand, !negated, context);
            case UnaryCheckExpr exists:
                return VisitExists(exists, negated, context);
            case BinaryCheckExpr comparison:
                return VisitComparison(comparison, negated, context);
            default:
                return EventCodeSet.All;
        }
    }

    private static EventCodeSet Fold(
        IReadOnlyList<Expr> operands, bool intersect, bool negated, CheckContext context)
    {
        var result = Visit(operands[0], negated, context);
        for (var i = 1; i < operands.Count; i++)
        {
            var next = Visit(operands[i], negated, context);
            result = intersect ? result.Intersect(next) : result.Union(next);
        }

        return result;
    }

    private static EventCodeSet VisitExists(UnaryCheckExpr exists, bool negated, CheckContext context)
    {
        if (exists.Left is TransformerExpr call && Mentions(call))
        {
            context.FailEventCodes(Inside);
        }

        return negated && IsEventType(exists.Left) ? EventCodeSet.Empty : EventCodeSet.All;
    }

    private static EventCodeSet VisitComparison(BinaryCheckExpr comparison, bool negated, CheckContext context)
    {
        if (comparison.Left is FieldExpr { Name: "evt.num", Argument: null } && comparison.Modifier is null)
        {
            return IsPossible(comparison) switch
            {
                true => negated ? EventCodeSet.Empty : EventCodeSet.All,
                false => negated ? EventCodeSet.All : EventCodeSet.Empty,
                null => EventCodeSet.All,
            };
        }

        if (comparison.Operator is not ("=" or "==" or "!=" or "in"))
        {
            return EventCodeSet.All;
        }

        if (comparison.Left is TransformerExpr call && Mentions(call))
        {
            context.FailEventCodes(Inside);
        }

        if (negated && comparison.Operator != "!=" && EndsInLiteral(comparison.Left))
        {
            return EventCodeSet.Empty;
        }

        if (!IsEventType(comparison.Left) || comparison.Modifier is not null)
        {
            return EventCodeSet.All;
        }

        if (comparison.Right is OperandExpr right)
        {
            context.FailEventCodes(Mentions(right) ? Inside : OtherSide);
            return EventCodeSet.All;
        }

        var codes = EventCodeSet.Of(ValuesOf(comparison).SelectMany(value => CodesOf(value.ToString())));
        return negated == (comparison.Operator == "!=") ? codes : codes.Complement();
    }

    private static IEnumerable<ushort> CodesOf(string name)
    {
        var codes = EventTable.CodesByName(name).Where(code => code >= FirstNamedCode).ToList();
        return codes.Count == 0 && SyscallTable.TryFind(name, out _)
            ? [EventCodes.GenericEnter, EventCodes.GenericExit]
            : codes;
    }

    /// <summary>Whether some event number of 1 or more satisfies it; null when that depends on the number.</summary>
    private static bool? IsPossible(BinaryCheckExpr comparison)
    {
        if (comparison.Right is OperandExpr)
        {
            return null;
        }

        var values = new List<ulong>();
        foreach (var value in ValuesOf(comparison))
        {
            if (!ulong.TryParse(value.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return null;
            }

            values.Add(number);
        }

        return comparison.Operator switch
        {
            "in" => values.TrueForAll(value => value == 0) ? false : null,
            "=" or "==" => values[0] == 0 ? false : null,
            "!=" => values[0] == 0 ? true : null,
            "<" => values[0] <= 1 ? false : null,
            "<=" => values[0] == 0 ? false : null,
            ">" => values[0] == 0 ? true : null,
            ">=" => values[0] <= 1 ? true : null,
            _ => null,
        };
    }

    private static IEnumerable<ByteText> ValuesOf(BinaryCheckExpr comparison) =>
        comparison.Right is ListExpr list ? list.Values : [((ValueExpr)comparison.Right).Value];

    private static bool IsEventType(Expr operand) =>
        operand is FieldExpr { Name: "evt.type" or "syscall.type", Argument: null };

    /// <summary>
    /// Falco's search takes a literal at the very end of a call's arguments for the value of the comparison: it then no
    /// longer counts as open and <c>not</c> leaves nothing, as in <c>not tolower(concat(proc.name, "x")) = ax</c>.
    /// </summary>
    private static bool EndsInLiteral(Expr operand) => operand switch
    {
        TransformerExpr call => EndsInLiteral(call.Arguments[^1]),
        ValueExpr => true,
        _ => false,
    };

    private static bool Mentions(Expr operand) => operand switch
    {
        TransformerExpr call => call.Arguments.Any(Mentions),
        TransformerListExpr list => list.Items.Any(Mentions),
        _ => IsEventType(operand),
    };
}
