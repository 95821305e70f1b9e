using System.Collections.Immutable;
using System.Globalization;

namespace RulesEngine.KernelTester.Randomised;

/// <summary>
/// A condition drawn at random over what the kernel can tell, shaped so that about half of the leaves hold for the
/// operation it is drawn for: values are taken from the operation's facts, next to them, or from elsewhere.
/// </summary>
internal static class RandomCondition
{
    private const int MostDepth = 3;

    private static readonly string[] TextFields = ["fd.directory", "fd.filename", "proc.name", "proc.exepath", "proc.pname", "fd.name"];
    private static readonly string[] NumberFields = ["user.uid", "fd.sport"];
    private static readonly string[] PathEventTypes = ["open", "openat", "openat2", "creat", "execve", "execveat"];
    /// <summary>Without openat: a started program opens files itself, and a rule about that would judge another operation.</summary>
    private static readonly string[] ExecEventTypes = ["execve", "execveat", "open", "openat2", "creat"];
    private static readonly string[] SocketEventTypes = ["connect", "sendto", "sendmsg", "sendmmsg"];

    public static Condition Draw(Random random, RandomOperation operation) => new All(
        [EventType(random, operation.Facts), operation.Scope, Node(random, operation.Facts, MostDepth)]);

    private static Compare EventType(Random random, Facts facts)
    {
        var types = AboutSocket(facts) ? SocketEventTypes : IsExec(facts) ? ExecEventTypes : PathEventTypes;
        var own = random.Next(8) == 0 ? types[random.Next(types.Length)] : facts.Values["evt.type"];
        return random.Next(2) == 0
            ? new Compare("evt.type", "=", [own])
            : new Compare("evt.type", "in", [.. types.Where(_ => random.Next(3) == 0).Append(own).Distinct()]);
    }

    /// <summary>What fd.name is for a socket the kernel cannot tell, so such rules do not speak of it.</summary>
    private static bool AboutSocket(Facts facts) => facts.Values.ContainsKey("fd.sip");

    private static bool IsExec(Facts facts) => facts.Values["evt.type"] == "execve";

    private static Condition Node(Random random, Facts facts, int depth)
    {
        if (depth == 0)
            return Leaf(random, facts);
        return random.Next(5) switch
        {
            0 => new All([Node(random, facts, depth - 1), Node(random, facts, depth - 1)]),
            1 => new Any([Node(random, facts, depth - 1), Node(random, facts, depth - 1)]),
            2 => new Not(Node(random, facts, depth - 1)),
            _ => Leaf(random, facts),
        };
    }

    private static Compare Leaf(Random random, Facts facts) => random.Next(6) switch
    {
        0 => Address(random, facts),
        1 or 2 => Number(random, facts),
        _ => Text(random, facts),
    };

    private static Compare Address(Random random, Facts facts)
    {
        var known = facts.Values.GetValueOrDefault("fd.sip", "127.0.0.1");
        string Value() => random.Next(2) == 0 ? known : RandomOperation.Addresses[random.Next(RandomOperation.Addresses.Length)];
        return random.Next(3) == 0
            ? new Compare("fd.sip", "in", [.. new[] { Value(), Value() }.Distinct()])
            : new Compare("fd.sip", random.Next(2) == 0 ? "=" : "!=", [Value()]);
    }

    private static Compare Number(Random random, Facts facts)
    {
        var field = NumberFields[random.Next(NumberFields.Length)];
        var known = long.Parse(facts.Values.GetValueOrDefault(field, "1000"), CultureInfo.InvariantCulture);
        string Value() => Math.Max(0, known + random.Next(-1, 2)).ToString(CultureInfo.InvariantCulture);
        string[] comparisons = ["=", "!=", "<", "<=", ">", ">="];
        return random.Next(4) == 0
            ? new Compare(field, "in", [.. new[] { Value(), "5", "1001" }.Distinct()])
            : new Compare(field, comparisons[random.Next(comparisons.Length)], [Value()]);
    }

    private static Compare Text(Random random, Facts facts)
    {
        var field = TextFields[random.Next(TextFields.Length - (AboutSocket(facts) ? 1 : 0))];
        var known = facts.Values.GetValueOrDefault(field, "/tmp/elsewhere");
        return random.Next(5) switch
        {
            0 => new Compare(field, "startswith", [Beginning(random, known)]),
            1 when known.StartsWith('/') => new Compare(field, "pmatch", [Folder(random, known), "/nowhere/at/all"]),
            2 => new Compare(field, "in", [.. new[] { Near(random, known), Near(random, known), "another" }.Distinct()]),
            3 => new Compare(field, "!=", [Near(random, known)]),
            _ => new Compare(field, "=", [Near(random, known)]),
        };
    }

    /// <summary>The value itself, the value a little longer or shorter, or one from somewhere else.</summary>
    private static string Near(Random random, string value) => random.Next(6) switch
    {
        0 => value + "x",
        1 when value.Length > 2 => value[..^1],
        2 => RandomOperation.ProcessNames[random.Next(RandomOperation.ProcessNames.Length)],
        _ => value,
    };

    private static string Beginning(Random random, string value)
    {
        var beginning = value[..random.Next(1, value.Length + 1)];
        return random.Next(4) == 0 ? beginning + "~" : beginning;
    }

    private static string Folder(Random random, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var folder = "/" + string.Join('/', parts.Take(random.Next(1, parts.Length + 1)));
        return random.Next(4) == 0 ? folder[..^1] : folder;
    }
}
