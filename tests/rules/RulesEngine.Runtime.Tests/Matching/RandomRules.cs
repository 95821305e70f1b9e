using System.Collections.Immutable;
using System.Net;
using System.Text;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Runtime.Tests.Matching;

/// <summary>
/// Random rules that real events meet often: comparisons with values, and pieces of values, that the fields have on
/// events of a capture, and those that the stock rules make, joined by and, or and not. The same seed makes the same
/// rules.
/// </summary>
internal sealed class RandomRules
{
    private static readonly string[] TextFields =
    [
        "evt.type", "proc.name", "proc.exe", "proc.exepath", "proc.pname", "proc.cmdline", "proc.args", "proc.cwd",
        "fd.name", "fd.nameraw", "fd.directory", "fd.filename", "fd.typechar", "fd.type", "user.name", "container.id",
        "fd.l4proto",
    ];

    private static readonly string[] NumberFields =
        ["proc.pid", "proc.ppid", "proc.vpid", "user.uid", "group.gid", "fd.num", "fd.sport", "fd.cport", "fd.lport",
            "evt.is_open_read", "evt.is_open_write", "proc.is_exe_writable"];

    private static readonly string[] AddressFields = ["fd.sip", "fd.cip", "fd.lip", "fd.rip"];

    private readonly Random _random;
    private readonly List<ComparisonNode> _leaves = [];

    public RandomRules(string capture, int seed)
    {
        _random = new Random(seed);
        var texts = new HashSet<string>();
        Captures.Play(capture, context =>
        {
            Events = context.Number;
            if (_random.Next(7) == 0)
                texts.UnionWith(ComparisonsMet(context));
        });
        foreach (var text in texts.Order(StringComparer.Ordinal))
            _leaves.AddRange(LeavesOf(text));
        foreach (var (_, rule) in StockRules.Load())
            Collect(rule.Condition);
    }

    /// <summary>The number of the capture's last event.</summary>
    public long Events { get; private set; }

    public ImmutableArray<MatchRule> Next(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new MatchRule(Condition(0), Codes()))];

    private EventCodeSet Codes() => _random.Next(3) switch
    {
        0 => EventCodeSet.All,
        1 => EventCodeSet.Of(EventCodeSet.All.Codes().Where(_ => _random.Next(2) == 0)),
        _ => EventCodeSet.Of(EventCodeSet.All.Codes().Where(code =>
            EventTable.All[code].Name is "open" or "openat" or "read" or "execve" or "connect" or "clone" or "close")),
    };

    private ConditionNode Condition(int depth)
    {
        var kind = _random.Next(depth < 2 ? 5 : depth < 4 ? 8 : 4);
        ConditionNode[] Parts() => [.. Enumerable.Range(0, _random.Next(2, 5)).Select(_ => Condition(depth + 1))];
        return kind switch
        {
            0 when depth < 4 => new NotNode(Condition(depth + 1)),
            1 or 2 when depth < 4 => new AndNode([.. Parts()]),
            3 when depth < 4 => new OrNode([.. Parts()]),
            _ => _leaves[_random.Next(_leaves.Count)],
        };
    }

    private IEnumerable<string> ComparisonsMet(EventContext context)
    {
        var found = new List<string>();
        foreach (var field in TextFields)
        {
            if (Read(field, context) is not { Text: { Length: > 0 and < 80 } text } || !text.All(IsPlain))
                continue;
            var from = _random.Next(text.Length);
            var part = text[from.._random.Next(from + 1, Math.Min(text.Length, from + 12) + 1)];
            if (field == "proc.pname")
                found.Add($"proc.aname in ({text}, {part})");
            found.Add(_random.Next(11) switch
            {
                0 => $"{field} = {text}",
                1 => $"{field} != {text}",
                2 => $"{field} in ({text}, {part})",
                3 => $"{field} startswith {text[..(from + 1)]}",
                4 => $"{field} endswith {text[from..]}",
                5 => $"{field} contains {part}",
                6 => $"{field} icontains {part.ToUpperInvariant()}",
                7 => $"{field} glob {text[..from]}*{text[(from + 1)..]}",
                8 => $"{field} glob *{part}*",
                9 => $"{field} pmatch ({text[..(from + 1)]}, {text})",
                _ => $"{field} exists",
            });
        }

        string[] orders = ["=", "!=", "<", "<=", ">", ">="];
        foreach (var field in NumberFields)
        {
            if (Read(field, context) is { Number: var number })
                found.Add($"{field} {orders[_random.Next(field.Contains("is_", StringComparison.Ordinal) ? 1 : 6)]} {number}");
        }

        foreach (var field in AddressFields)
        {
            if (Read(field, context) is { Address: { } address })
                found.Add($"{field} {(_random.Next(2) == 0 ? "=" : "!=")} {address}");
        }

        return found;
    }

    private static bool IsPlain(char letter) => char.IsAsciiLetterOrDigit(letter) || "/._-".Contains(letter);

    private static (string? Text, long Number, IPAddress? Address)? Read(string name, EventContext context)
    {
        var probe = new FieldProbe(FieldTable.Resolve(name).Field!, ProbeRole.Compared);
        var value = default(FieldValue);
        if (!probe.TryRead(context, ref value))
            return null;
        if (value.IsText)
            return (Encoding.UTF8.GetString(value.Bytes), 0, null);
        return value.Bytes.Length is 4 or 16
            ? (null, 0, new IPAddress(value.Bytes)) : (null, value.Number, null);
    }

    /// <summary>The comparison, or nothing when the language does not allow it.</summary>
    private static IEnumerable<ComparisonNode> LeavesOf(string text) =>
        ConditionParser.Parse(text).Expression is { } parsed
        && ConditionChecker.Check(parsed, CheckOptions.Default).Condition is ComparisonNode leaf ? [leaf] : [];

    private void Collect(ConditionNode condition)
    {
        switch (condition)
        {
            // Fields that answer by when they were last asked cannot be asked twice.
            case ComparisonNode leaf:
                if (!AskingOrder.Matters(leaf))
                    _leaves.Add(leaf);
                break;
            case NotNode not:
                Collect(not.Operand);
                break;
            case AndNode and:
                Array.ForEach([.. and.Operands], Collect);
                break;
            case OrNode or:
                Array.ForEach([.. or.Operands], Collect);
                break;
        }
    }
}
