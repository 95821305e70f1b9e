using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// Falco's warnings that need no field table: fields that lost their meaning with the enter events, and comparisons of
/// audit fields with the text that stands for a missing value.
/// </summary>
internal static class DeprecatedFields
{
    private const string Missing = "<NA>";

    private static readonly string[] Names =
    [
        "evt.dir", "evt.latency", "evt.latency.s", "evt.latency.ns", "evt.latency.human", "evt.wait_latency",
    ];

    private static readonly string[] MissingSensitive = ["=", "==", "!=", "in", "intersects", "pmatch"];

    /// <summary>Warns of a rule's output; the names are looked for in its text, as Falco does.</summary>
    public static void CheckOutput(string output, LoadPlace place, LoadResult result)
    {
        foreach (var name in Names.Where(name => output.Contains(name, StringComparison.Ordinal)))
        {
            Warn($"usage of deprecated field '{name}' has been detected in the rule output", name, place, result);
        }
    }

    /// <summary>Warns of a condition without macros, at its start.</summary>
    public static void CheckCondition(Expr condition, string text, LoadPlace conditionPlace, LoadResult result)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var comparesMissing = false;
        Walk(condition, found, ref comparesMissing);
        if (!comparesMissing && found.Count == 0)
            return;

        var place = conditionPlace.InCondition(default, text);
        if (comparesMissing)
            result.Warn(LoadCode.UnsafeNaCheck, "", place);
        foreach (var name in Names.Where(found.Contains))
        {
            var message = name == "evt.dir"
                ? "due to the drop of enter events, 'evt.dir = <' always evaluates to true, and 'evt.dir = >' always "
                    + "evaluates to false. The rule expression can be simplified by removing the condition on 'evt.dir'"
                : "field is not available due to the drop of enter events.";
            Warn(message, name, place, result);
        }
    }

    private static void Warn(string message, string field, LoadPlace place, LoadResult result) =>
        result.Add(new LoadIssue(LoadCode.DeprecatedItem, message, place) { DeprecatedField = field });

    private static void Walk(Expr expr, HashSet<string> found, ref bool comparesMissing)
    {
        switch (expr)
        {
            case AndExpr and:
                foreach (var operand in and.Operands)
                    Walk(operand, found, ref comparesMissing);
                break;
            case OrExpr or:
                foreach (var operand in or.Operands)
                    Walk(operand, found, ref comparesMissing);
                break;
            case NotExpr not:
                Walk(not.Operand, found, ref comparesMissing);
                break;
            case UnaryCheckExpr exists:
                WalkOperand(exists.Left, found);
                break;
            case BinaryCheckExpr check:
                comparesMissing |= WalkOperand(check.Left, found) && MissingSensitive.Contains(check.Operator)
                    && NamesMissing(check.Right);
                break;
        }
    }

    /// <summary>Collects deprecated fields; true when the last field seen is an audit event's.</summary>
    private static bool WalkOperand(Expr operand, HashSet<string> found)
    {
        switch (operand)
        {
            case FieldExpr field:
                if (Names.Contains(field.Name))
                    found.Add(field.Name);
                return field.Name.StartsWith("ka.", StringComparison.Ordinal)
                    || field.Name.StartsWith("jevt.", StringComparison.Ordinal);
            case TransformerExpr call:
                var audit = false;
                foreach (var argument in call.Arguments)
                    audit = WalkOperand(argument, found);
                return audit;
            default:
                return false;
        }
    }

    private static bool NamesMissing(Expr right) => right switch
    {
        ValueExpr value => value.Value.ToString() == Missing,
        ListExpr list => list.Values.Any(value => value.ToString() == Missing),
        _ => false,
    };
}
