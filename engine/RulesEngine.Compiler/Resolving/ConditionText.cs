using System.Text;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// What is done to a condition while it is still text: quoting of words, and a rule's exceptions behind its condition.
/// The shapes are Falco's, since they show in its reports and its normal form.
/// </summary>
internal static class ConditionText
{
    /// <summary>A word with blanks in it, in quotes; one that starts with a quote is taken as it is.</summary>
    public static string Quote(string word) =>
        word.Contains(' ', StringComparison.Ordinal) && word[0] is not ('"' or '\'') ? $"\"{word}\"" : word;

    /// <summary>Words as a condition lists them. As in Falco no comma stands before the first word that is not empty.</summary>
    public static string Join(IEnumerable<string> words) =>
        string.Join(", ", words.Select(Quote).SkipWhile(word => word.Length == 0));

    /// <summary>
    /// <c>(condition) and not E1 and not E2</c>; null after recording an error. The fields that took part are added.
    /// </summary>
    public static string? WithExceptions(RuleDocument rule, LoadResult result, ISet<string> fields)
    {
        if (rule.Exceptions.Count == 0)
            return rule.Condition;

        var text = new StringBuilder().Append('(').Append(rule.Condition).Append(')');
        foreach (var exception in rule.Exceptions)
        {
            var before = text.Length;
            text.Append(" and not ");
            var start = text.Length;
            var sound = exception.Fields.IsList
                ? AppendTuples(text, exception, result, fields)
                : AppendWords(text, exception, result, fields);
            if (!sound)
                return null;
            if (text.Length == start)
                text.Length = before;
        }
        return text.ToString();
    }

    private static bool AppendWords(
        StringBuilder text, ExceptionDocument exception, LoadResult result, ISet<string> fields)
    {
        if (exception.Values.Count == 0)
            return true;
        if (exception.Values.Exists(value => value.IsList))
        {
            return result.Fail(
                LoadCode.Validate, "Expected values array to contain a list of strings", exception.Place);
        }
        fields.Add(exception.Fields.Item);
        text.Append('(').Append(exception.Fields.Item).Append(' ').Append(exception.Comps.Item).Append(" (")
            .AppendJoin(", ", exception.Values.Select(value => Quote(value.Item))).Append("))");
        return true;
    }

    private static bool AppendTuples(
        StringBuilder text, ExceptionDocument exception, LoadResult result, ISet<string> fields)
    {
        if (exception.Values.Count == 0)
            return true;
        text.Append('(');
        for (var i = 0; i < exception.Values.Count; i++)
        {
            var tuple = exception.Values[i];
            if (tuple.Items.Length != exception.Fields.Items.Length)
                return result.Fail(LoadCode.Validate, "Fields and values lists must have equal length", exception.Place);

            text.Append(i == 0 ? "(" : " or (");
            for (var k = 0; k < tuple.Items.Length; k++)
            {
                var (field, comp) = (exception.Fields.Items[k].Item, CompAt(exception, k));
                fields.Add(field);
                text.Append(k == 0 ? " " : " and  ").Append(field).Append(' ').Append(comp).Append(' ')
                    .Append(RightSide(tuple.Items[k], comp));
            }
            text.Append(')');
        }
        text.Append(')');
        return true;
    }

    /// <summary>An exception that replaced others was not given default operators: Falco compares with nothing then.</summary>
    private static string CompAt(ExceptionDocument exception, int index) =>
        index < exception.Comps.Items.Length ? exception.Comps.Items[index].Item : "";

    private static string RightSide(ExceptionEntry value, string comp)
    {
        if (value.IsList)
            return "(" + Join(value.Items.Select(item => item.Item)) + ")";
        if (!ExceptionOperators.TakesList(comp))
            return Quote(value.Item);
        return value.Item.StartsWith('(') ? value.Item : $"({value.Item})";
    }
}
