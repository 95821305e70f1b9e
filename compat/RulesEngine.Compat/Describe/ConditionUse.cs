using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compat.Describe;

/// <summary>
/// What a condition mentions: fields with their arguments, operators, macros and lists by name. One walk collects all;
/// macros and lists show in a condition as written, fields and operators matter in the compiled one.
/// </summary>
internal sealed class ConditionUse(IReadOnlySet<string> knownMacros, IReadOnlySet<string> knownLists)
{
    public SortedSet<string> Fields { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Operators { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Macros { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Lists { get; } = new(StringComparer.Ordinal);

    public void Visit(Expr expr)
    {
        switch (expr)
        {
            case AndExpr and:
                VisitAll(and.Operands);
                break;
            case OrExpr or:
                VisitAll(or.Operands);
                break;
            case NotExpr not:
                Visit(not.Operand);
                break;
            case UnaryCheckExpr exists:
                Visit(exists.Left);
                Operators.Add(exists.Operator);
                break;
            case BinaryCheckExpr check:
                Visit(check.Left);
                Operators.Add(check.Modifier is null ? check.Operator : $"{check.Operator} {check.Modifier}");
                Visit(check.Right);
                break;
            case IdentifierExpr identifier when knownMacros.Contains(identifier.Name):
                Macros.Add(identifier.Name);
                break;
            case ListExpr list:
                Lists.UnionWith(list.Values.Select(value => value.ToString()).Where(knownLists.Contains));
                break;
            case FieldExpr field:
                var argument = field.Argument is { Length: > 0 } text ? $"[{text}]" : "";
                Fields.Add(field.Name + argument);
                break;
            case TransformerExpr call:
                VisitAll(call.Arguments);
                break;
            case TransformerListExpr items:
                VisitAll(items.Items);
                break;
        }
    }

    private void VisitAll(IEnumerable<Expr> operands)
    {
        foreach (var operand in operands)
            Visit(operand);
    }
}
