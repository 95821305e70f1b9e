using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Fuzz;

/// <summary>Makes conditions by the grammar, with real fields, operators that may not fit, and values of any sort.</summary>
internal sealed class ConditionMaker(Random random)
{
    private static readonly string[] Fields = [.. FieldTable.All.Select(field => field.Name)];

    private static readonly string[] Arguments = ["", "", "", "[0]", "[1]", "[HOME]", "[\"a b\"]", "[-1]", ".flags", ".name"];

    private static readonly string[] Values =
    [
        "a", "\"a b\"", "'x'", "0", "-1", "18446744073709551616", "0x1f", "1.5", "true", "/etc/*", "10.0.0.0/8", "::1", "open",
        "\"\\x41\"", "proc.name", "\"[a-z]+(x|y)*\"", "<NA>", "\"\"", "6a6b", "tolower(proc.name)", "val(proc.pname)", "é",
    ];

    public string Make(int depth = 0)
    {
        var parts = random.Next(1, depth > 3 ? 2 : 4);
        var joint = Pick.OneIn(random, 2) ? " and " : " or ";
        return string.Join(joint, Enumerable.Range(0, parts).Select(_ => Part(depth)));
    }

    private string Part(int depth) => random.Next(10) switch
    {
        0 when depth < 4 => $"({Make(depth + 1)})",
        1 when depth < 4 => $"not {Part(depth + 1)}",
        2 => Pick.From(random, (string[])["m", "n", "not_macro", "open_read"]),
        3 => Operand() + " exists",
        4 => $"{Operand()} {Pick.From(random, Operators.Lists)} {List()}",
        5 => $"{Operand()} = {Pick.From(random, Operators.Modifiers)} {List()}",
        6 => $"{Operand()}{Pick.From(random, Operators.Numeric)}{Pick.From(random, Values)}",
        7 => $"evt.type in (open, close, {Pick.From(random, Values)})",
        _ => $"{Operand()} {Pick.From(random, Operators.All)} {Pick.From(random, Values)}",
    };

    private string Operand()
    {
        var field = Pick.From(random, Fields) + Pick.From(random, Arguments);
        return random.Next(8) switch
        {
            0 => $"{Pick.From(random, Operators.Transformers)}({field})",
            1 => $"join(\",\", ({field}, \"x\", 1))",
            2 => $"getopt(({field}), \"a:b\")[a]",
            _ => field,
        };
    }

    private string List() => Pick.OneIn(random, 8)
        ? "l"
        : $"({string.Join(", ", Enumerable.Range(0, random.Next(5)).Select(_ => Pick.From(random, Values)))})";
}
