using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RulesEngine.Bpf.Abi;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// What the kernel adds behind the last known parameter of an event: the verdict, and who it was about. Records come out
/// of a ring that only the kernel writes, yet their lengths are checked like those of any other input.
/// </summary>
internal readonly ref struct VerdictReader
{
    private readonly ReExtra _extra;
    private readonly ReadOnlySpan<byte> _exePath;

    private VerdictReader(ReExtra extra, ReadOnlySpan<byte> exePath)
    {
        _extra = extra;
        _exePath = exePath;
    }

    public ReVerdict Verdict => _extra.Verdict;

    /// <summary>
    /// Whether the record is a guard's. Others are watched events; <see cref="ReVerdict.Recorded"/> is the outcome of an
    /// operation whose guard has made its record before.
    /// </summary>
    public bool IsJudgement => _extra.Verdict is not (ReVerdict.None or ReVerdict.Recorded);

    public int Rule => (int)Math.Min(_extra.Rule, int.MaxValue);

    public uint Generation => _extra.Generation;

    public static bool TryRead(EventContext context, out VerdictReader verdict)
    {
        verdict = default;
        var view = context.Event;
        var index = context.Definition.Params.Length;
        if (view.ParamCount <= index)
            return false;
        var bytes = view.Param(index);
        if (bytes.Length < Unsafe.SizeOf<ReExtra>())
            return false;
        var extra = MemoryMarshal.Read<ReExtra>(bytes);
        if (extra.AbiVersion != AbiLimits.Version)
            return false;
        var path = bytes[Unsafe.SizeOf<ReExtra>()..];
        var end = path.IndexOf((byte)0);
        verdict = new VerdictReader(extra, end < 0 ? path : path[..end]);
        return true;
    }

    /// <summary>The subject, valid as long as the record.</summary>
    public JudgedSubject Subject
    {
        get
        {
            ReadOnlySpan<byte> comm = _extra.Comm;
            var end = comm.IndexOf((byte)0);
            return new JudgedSubject
            {
                Pid = _extra.Tgid,
                ParentPid = _extra.Ppid,
                Uid = _extra.Uid,
                LoginUid = _extra.LoginUid,
                Comm = (end < 0 ? comm : comm[..end]).ToArray(),
                ExePath = _exePath,
            };
        }
    }

    public EnforcementVerdict Word => _extra.Verdict switch
    {
        ReVerdict.Denied => EnforcementVerdict.Denied,
        ReVerdict.Killed => EnforcementVerdict.Killed,
        ReVerdict.WouldDeny => EnforcementVerdict.WouldDeny,
        ReVerdict.WouldKill => EnforcementVerdict.WouldKill,
        _ => EnforcementVerdict.Allowed,
    };

    /// <summary>The kernel's name of the hook that decided.</summary>
    public string? Hook => _extra.Hook switch
    {
        ReHook.FileOpen => "file_open",
        ReHook.PathMknod => "path_mknod",
        ReHook.BprmCreds => "bprm_creds_from_file",
        ReHook.SocketConnect => "socket_connect",
        ReHook.SocketSendmsg => "socket_sendmsg",
        _ => null,
    };

    public int Error => (int)_extra.Error;
}
