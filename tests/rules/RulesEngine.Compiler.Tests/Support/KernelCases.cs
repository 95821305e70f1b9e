using System.Net;
using System.Text;
using CsCheck;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Tests.Support;

/// <summary>
/// Random conditions over what the kernel knows, and random operations, drawn from alphabets small enough that values
/// and constants meet often.
/// </summary>
internal static class KernelCases
{
    private static readonly string[] Names = ["", "a", "ab", "abc", "bash", "sh", "b"];
    private static readonly string[] Paths =
        ["/", "/a", "/ab", "/a/b", "/a/b/c", "/a/bc", "/a/b c", "/b", "/b/a", "/etc/shadow", "/etc",
            "/x/" + new string('y', 249)];
    private static readonly string[] PathParts = ["", "/", "/a", "/a/", "/ab", "/a/b", "/a/b/", "/a/b/c", "/e",
        "/etc/shadow"];
    private static readonly string[] Numbers = ["0", "1", "2", "21", "22", "80", "443", "1023", "1024", "65534",
        "65535"];
    private static readonly string[] Addresses =
        ["10.0.0.1", "10.0.0.2", "10.0.1.1", "10.128.0.1", "127.0.0.1", "0.0.0.0", "255.255.255.255", "::1",
            "2001:db8::1", "2001:db8:1::1", "::"];
    private static readonly string[] Networks =
        ["10.0.0.0/24", "10.0.0.0/9", "10.0.0.0/8", "10.0.0.2/32", "0.0.0.0/0", "::/0", "2001:db8::/32",
            "2001:db8::/47"];

    private static readonly ComparisonOperator[] Equalities =
        [ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.In, ComparisonOperator.Intersects];

    public static Gen<ConditionNode> Condition { get; } = Gen.Recursive<ConditionNode>((depth, inner) =>
        depth >= 4
            ? Leaf
            : Gen.Frequency(
                (3, Leaf),
                (2, inner.Array[2, 4].Select(Conditions.And)),
                (2, inner.Array[2, 4].Select(Conditions.Or)),
                (2, inner.Select(Conditions.Not))));

    public static Gen<KernelSubject> Subject { get; } = Gen.Select(
        Gen.OneOf(GuardedEvent.All.ToArray()),
        Gen.OneOf(Names), Gen.OneOf(Paths), Gen.OneOf(Paths),
        Gen.OneOf(Addresses).Null(0.2), Gen.OneOf(Numbers), Gen.OneOf("0", "1", "1000", "4294967295"),
        Gen.Select(Gen.Int[0, 31], Gen.OneOf(Names).Null(0.2), Gen.OneOf("0", "1000", "4294967295")),
        (guarded, name, exe, path, address, port, uid, rest) => new KernelSubject(guarded.Code)
        {
            ProcName = Encoding.UTF8.GetBytes(name),
            ProcExePath = Encoding.UTF8.GetBytes(exe),
            ProcPname = rest.Item2 is null ? null : Encoding.UTF8.GetBytes(rest.Item2),
            FdName = guarded.Operation == GuardedOperations.Open ? Encoding.UTF8.GetBytes(path) : null,
            OpenAccess = guarded.Operation == GuardedOperations.Open
                ? (OpenAccess)(guarded.Name == "creat" ? rest.Item1 & ~(int)OpenAccess.Directory : rest.Item1) : null,
            FdSip = IsSocket(guarded) && address is not null ? IPAddress.Parse(address) : null,
            FdSport = IsSocket(guarded) && address is not null ? ushort.Parse(port, null) : null,
            UserUid = uint.Parse(uid, null),
            UserLoginuid = uint.Parse(rest.Item3, null),
        });

    private static Gen<ConditionNode> Leaf => Gen.OneOf(
        Of("evt.type", Equalities, GuardedEvent.All.Select(guarded => guarded.Name).ToArray()),
        Of("proc.name", [.. Equalities, ComparisonOperator.StartsWith], Names, modifiers: true),
        Of("proc.pname", [.. Equalities, ComparisonOperator.StartsWith, ComparisonOperator.Exists], Names),
        Of("proc.exepath", [.. Equalities, ComparisonOperator.StartsWith, ComparisonOperator.PMatch], PathParts),
        Of("fd.name", [.. Equalities, ComparisonOperator.StartsWith, ComparisonOperator.PMatch],
            [.. Paths, .. PathParts]),
        Of("fd.name", [.. Equalities, ComparisonOperator.StartsWith], PathParts, modifiers: true),
        Of("fd.directory", [.. Equalities, ComparisonOperator.StartsWith, ComparisonOperator.PMatch], PathParts),
        Of("fd.filename", [.. Equalities, ComparisonOperator.StartsWith], Names),
        Of("fd.sip", Equalities, Addresses, modifiers: true),
        Of("fd.snet", Equalities, Networks),
        Of("fd.sport", [.. Equalities, .. Orders], Numbers),
        Of("user.uid", [.. Equalities, .. Orders], ["0", "1", "1000", "-1", "4294967294"]),
        Of("user.loginuid", [.. Equalities, .. Orders], ["0", "-1", "1000", "4294967295", "-2"]),
        Of("evt.is_open_write", Equalities, ["true", "false"]),
        Of("evt.is_open_create", Equalities, ["true", "false"]),
        Of("evt.is_open_exec", Equalities, ["true", "false"]),
        Of("fd.typechar", [ComparisonOperator.Equal, ComparisonOperator.In], ["4", "6"]),
        Of("fd.typechar", Equalities, ["f", "d"]),
        Of("fd.num", Orders, ["0", "-1"]),
        Of("evt.rawres", Orders, ["0", "-1"]),
        Of("evt.res", Equalities, ["SUCCESS", "EACCES"]));

    private static ComparisonOperator[] Orders =>
        [ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater,
            ComparisonOperator.GreaterOrEqual];

    /// <summary>What Falco's field would hold on the event of this operation; null where it is missing.</summary>
    public static object? ValueOf(KernelSubject subject, string field)
    {
        var guarded = GuardedEvent.All.Single(candidate => candidate.Code == subject.EventCode);
        var opens = guarded.Operation == GuardedOperations.Open;
        return field switch
        {
            "evt.type" => guarded.Name,
            "proc.name" => Text(subject.ProcName),
            "proc.exepath" => Text(subject.ProcExePath),
            "proc.pname" => Text(subject.ProcPname),
            "fd.name" => Text(subject.FdName),
            "fd.directory" => !opens ? null
                : IsDirectory(subject) ? Text(subject.FdName)
                : Text(subject.FdName)![..Math.Max(Text(subject.FdName)!.LastIndexOf('/'), 1)],
            "fd.filename" => opens && !IsDirectory(subject) ? Text(subject.FdName)!.Split('/')[^1] : null,
            "fd.typechar" => opens ? IsDirectory(subject) ? "d" : "f"
                : guarded.Operation == GuardedOperations.Execute ? null
                : subject.FdSip is null ? "u"
                : subject.FdSip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "4" : "6",
            "fd.num" => guarded.Operation == GuardedOperations.Execute ? null : 7L,
            "evt.rawres" => guarded.Operation is GuardedOperations.Execute or GuardedOperations.Connect ? 0L : 7L,
            "evt.res" => "SUCCESS",
            "fd.sip" or "fd.snet" => subject.FdSip,
            "fd.sport" => subject.FdSport is { } port ? (long)port : null,
            "user.uid" => (long?)subject.UserUid,
            "user.loginuid" => subject.UserLoginuid == uint.MaxValue ? -1L : (long?)subject.UserLoginuid,
            "evt.is_open_write" => guarded.Name == "creat" ? 0L : Bit(subject, OpenAccess.Write),
            "evt.is_open_create" => guarded.Name == "creat" ? 0L : Bit(subject, OpenAccess.Create),
            "evt.is_open_exec" => Bit(subject, OpenAccess.Execute),
            _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
        };
    }

    private static long Bit(KernelSubject subject, OpenAccess bit) => ((subject.OpenAccess ?? 0) & bit) != 0 ? 1 : 0;

    private static bool IsDirectory(KernelSubject subject) => ((subject.OpenAccess ?? 0) & OpenAccess.Directory) != 0;

    private static bool IsSocket(GuardedEvent guarded) =>
        guarded.Operation is GuardedOperations.Connect or GuardedOperations.Send;

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private static Gen<ConditionNode> Of(string field, ComparisonOperator[] operators, string[] constants,
        bool modifiers = false) =>
        Gen.Select(
            Gen.OneOf(operators),
            Gen.OneOf(constants).Array[1, 4],
            modifiers ? Gen.Enum<OperatorModifier>() : Gen.Const(OperatorModifier.None),
            (op, chosen, modifier) =>
            {
                var list = op is ComparisonOperator.In or ComparisonOperator.Intersects or ComparisonOperator.PMatch;
                if (list)
                    modifier = OperatorModifier.None;
                var single = !list && modifier == OperatorModifier.None;
                string[] used = op == ComparisonOperator.Exists ? [] : single ? chosen[..1] : chosen;
                return (ConditionNode)Conditions.Leaf(field, op, modifier, used);
            });
}
