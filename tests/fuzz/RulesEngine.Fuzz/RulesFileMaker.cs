using System.Text;

namespace RulesEngine.Fuzz;

/// <summary>
/// Makes rules files: items with the keys they have and some they have not, values of the right shape more often than
/// not, names that meet again so that items change each other.
/// </summary>
internal sealed class RulesFileMaker(Random random)
{
    private static readonly string[] Names = ["a", "b", "l", "m", "r", "\"a b\"", "x-y", "~", "[q]"];

    private static readonly string[] RuleKeys =
    [
        "condition", "output", "desc", "priority", "source", "enabled", "capture", "capture_duration", "warn_evttypes",
        "skip-if-unknown-filter", "tags", "exceptions", "append", "override", "action", "errno", "mode", "nope",
    ];

    private static readonly string[] Scalars =
    [
        "o", "\"%fd.name %proc.aname[2]\"", "INFO", "warning", "true", "no", "5", "0x10", "syscall", "other", "deny", "~", "''",
        "\"\\u00e9\\n\"", "!!str x", "*x", "&x y", "\"%toupper(proc.name) %20evt.num %\"",
    ];

    private static readonly string[] Fields =
        ["proc.name", "[proc.name, fd.name]", "[evt.num]", "~", "[tolower(fd.name)]"];

    private static readonly string[] Comps =
        ["", "comps: in, ", "comps: [=, startswith], ", "comps: [in], ", "comps: startswith oneof, "];

    private readonly ConditionMaker _conditions = new(random);

    public string Make()
    {
        var text = new StringBuilder();
        for (var items = random.Next(1, 6); items > 0; items--)
        {
            text.Append(random.Next(10) switch
            {
                0 => $"- required_engine_version: {Pick.From(random, (string[])["10", "0.31.0", "1", "x", "[a]"])}\n",
                1 => "- required_plugin_versions:\n  - name: container\n    version: 0.4.0\n    alternatives: " + Value() + "\n",
                2 or 3 => $"- list: {Name()}\n  items: {Sequence()}\n{Rest(2)}",
                4 or 5 => $"- macro: {Name()}\n  condition: {Condition()}\n{Rest(2)}",
                6 => $"- {Pick.From(random, (string[])["enforce", "thing"])}: {Name()}\n{Rest(3)}",
                _ => Rule(),
            });
            if (Pick.OneIn(random, 12))
                text.Append("---\n");
        }
        return text.ToString();
    }

    private string Rule()
    {
        var whole = !Pick.OneIn(random, 3)
            ? $"  desc: d\n  condition: {Condition()}\n  output: {Pick.From(random, Scalars)}\n  priority: INFO\n"
            : "";
        return $"- rule: {Name()}\n{whole}{Rest(4)}";
    }

    private string Name() => Pick.From(random, Names);

    private string Rest(int most)
    {
        var text = new StringBuilder();
        for (var keys = random.Next(most + 1); keys > 0; keys--)
        {
            var key = Pick.From(random, RuleKeys);
            text.Append("  ").Append(key).Append(": ").Append(key switch
            {
                "condition" => Condition(),
                "exceptions" => Exceptions(),
                "override" => $"{{{Pick.From(random, RuleKeys)}: {Pick.From(random, (string[])["append", "replace", "x"])}}}",
                "tags" => Sequence(),
                _ => Value(),
            }).Append('\n');
        }
        return text.ToString();
    }

    private string Condition()
    {
        var condition = _conditions.Make();
        return random.Next(4) switch
        {
            0 => ">\n    " + condition.Replace(" and ", "\n    and ", StringComparison.Ordinal),
            1 => "|\n    " + condition,
            2 => "'" + condition.Replace("'", "''", StringComparison.Ordinal) + "'",
            _ => condition,
        };
    }

    private string Exceptions()
    {
        var fields = Pick.From(random, Fields);
        var comps = Pick.From(random, Comps);
        return $"[{{name: {Name()}, fields: {fields}, {comps}values: {Sequence()}}}, {{name: e, values: {Value()}}}]";
    }

    private string Value() => Pick.OneIn(random, 3) ? Sequence() : Pick.From(random, Scalars);

    private string Sequence() => Pick.OneIn(random, 8)
        ? Pick.From(random, Scalars)
        : $"[{string.Join(", ", Enumerable.Range(0, random.Next(4)).Select(_ => Element()))}]";

    private string Element() => Pick.OneIn(random, 4) ? "[a, b c]" : Name();
}
