using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Compiler.Checking;

/// <summary>Reads a field that is written by itself, as where values are given for fields: <c>proc.aname[2]</c>.</summary>
public static class FieldSpelling
{
    /// <summary>The field, or what is wrong with its argument; neither where no field has that name.</summary>
    public static (FieldReference? Field, string? Error) Read(string text)
    {
        if (ConditionParser.ParseOperand(Encoding.UTF8.GetBytes(text)) is not FieldExpr written)
            return (null, null);
        var lookup = FieldTable.Resolve(written.Name, written.Argument?.Memory);
        return (lookup.Field, FieldTable.TryFind(written.Name, out _) ? lookup.Error : null);
    }

    /// <summary>The name that may have been meant.</summary>
    public static string? Guess(string text) => Nearest.Find(text, FieldTable.All.Select(definition => definition.Name));
}
