using System.Buffers.Text;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.State;

/// <summary>Descriptors that are opened, copied and closed; working and root directories.</summary>
public sealed partial class StateMachine
{
    /// <summary>The directory descriptor that stands for the working directory.</summary>
    public const long WorkingDirectoryFd = -100;

    private const uint DirectoryFlag = 1024;
    private const uint FirstAddedFlag = 16384;
    private const uint UpperLayerFlag = 32768;
    private const uint LowerLayerFlag = 65536;
    private const uint CreatUpperLayerFlag = 1;
    private const uint CreatLowerLayerFlag = 2;
    private const int FcntlDuplicate = 1;
    private const int FcntlDuplicateCloexec = 26;
    private const int FcntlSetFlags = 3;
    private const uint CloseRangeCloexec = 4;

    private static readonly byte[] UnknownDirectory = "<UNKNOWN>"u8.ToArray();

    private void ApplyOpen(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        var view = context.Event;
        var number = Result(context);
        if (number < 0) return;
        scoped ReadOnlySpan<byte> name;
        scoped ReadOnlySpan<byte> directory;
        var isDescriptor = false;
        uint flags;
        int deviceIndex;
        EventView enter = default;
        var hasEnter = context.Code != EventCodes.OpenByHandleAtExit && TryGetEnter(context, out enter);
        switch (context.Code)
        {
            case EventCodes.OpenExit:
                name = view.Text(1);
                flags = view.UInt32(2);
                deviceIndex = 4;
                if (hasEnter) PreferEnter(enter.Text(0), enter.UInt32(1), ref name, ref flags);
                directory = thread.WorkingDirectory;
                break;
            case EventCodes.CreatExit:
                name = view.Text(1);
                flags = 0;
                deviceIndex = 3;
                if (view.HasParam(3) && view.HasParam(4) && view.HasParam(5)) flags = LayerOfCreat(view.UInt32(5));
                if (hasEnter) PreferEnter(enter.Text(0), flags, ref name, ref flags);
                directory = thread.WorkingDirectory;
                break;
            case EventCodes.OpenByHandleAtExit:
                name = view.Text(3);
                flags = view.UInt32(2);
                deviceIndex = 4;
                directory = default;
                break;
            default:
                name = view.HasParam(2) ? view.Text(2) : UnknownName;
                flags = view.UInt32(3);
                deviceIndex = context.Code == EventCodes.OpenAtExit ? 5 : 6;
                var directoryFd = view.Param(1);
                if (hasEnter && PreferEnter(enter.Text(1), enter.UInt32(2), ref name, ref flags))
                {
                    directoryFd = enter.Param(0);
                }
                directory = directoryFd.IsEmpty
                    ? default
                    : DirectoryOf(thread, name, EventView.ReadSigned(directoryFd), out isDescriptor);
                break;
        }
        var fd = NewFd((flags & DirectoryFlag) != 0 ? FdType.Directory : FdType.FileV2);
        Span<byte> path = stackalloc byte[JoinedPath.BytesMax];
        fd.OpenFlags = flags;
        fd.NameRaw = _names.Get(name);
        fd.Name = _names.Get(path[..(isDescriptor
            ? JoinedPath.JoinBelow(directory, name, path)
            : JoinedPath.Join(directory, name, path))]);
        if (view.HasParam(deviceIndex))
        {
            fd.Device = view.UInt32(deviceIndex);
            fd.Inode = view.UInt64(deviceIndex + 1);
        }
        if ((flags & UpperLayerFlag) != 0) fd.Flags |= FdFlags.OverlayUpper;
        if ((flags & LowerLayerFlag) != 0) fd.Flags |= FdFlags.OverlayLower;
        context.Fd = AddFd(thread, number, fd);
    }

    private static uint LayerOfCreat(uint creatFlags)
    {
        if ((creatFlags & CreatUpperLayerFlag) != 0) return UpperLayerFlag;
        return (creatFlags & CreatLowerLayerFlag) != 0 ? LowerLayerFlag : 0;
    }

    /// <summary>What was read at entry cannot have been changed since; flags added at exit stay.</summary>
    private static bool PreferEnter(
        ReadOnlySpan<byte> enterName, uint enterFlags, ref ReadOnlySpan<byte> name, ref uint flags)
    {
        if (enterName.IsEmpty || enterName.SequenceEqual(UnknownName)) return false;
        name = enterName;
        flags = enterFlags | (flags & ~(FirstAddedFlag - 1));
        return true;
    }

    /// <summary>
    /// The directory a path is relative to, by the descriptor the call was given; absolute paths need none. The name
    /// of a descriptor has no slash at its end.
    /// </summary>
    private static ReadOnlySpan<byte> DirectoryOf(
        ThreadInfo thread, ReadOnlySpan<byte> path, long directoryFd, out bool isDescriptor)
    {
        isDescriptor = false;
        if (path is [(byte)'/', ..]) return default;
        if (directoryFd == WorkingDirectoryFd) return thread.WorkingDirectory;
        if (directoryFd < 0 || thread.FindFds()?.Find(directoryFd) is not { } fd) return UnknownDirectory;
        isDescriptor = true;
        return fd.Name;
    }

    private void ApplyNewFd(EventContext context, FdType type, int flagsIndex)
    {
        var number = Result(context);
        if (number < 0 || context.Thread is not { } thread) return;
        var fd = NewFd(type);
        if (flagsIndex >= 0) fd.OpenFlags = (ushort)context.Event.UInt32(flagsIndex);
        context.Fd = AddFd(thread, number, fd);
    }

    private void ApplyPipe(EventContext context)
    {
        if (Result(context) < 0 || context.Thread is not { } thread) return;
        var view = context.Event;
        var flags = context.Code == EventCodes.Pipe2Exit ? view.UInt32(4) : 0;
        for (var i = 1; i <= 2; i++)
        {
            var fd = NewFd(FdType.Fifo);
            fd.Inode = view.UInt64(3);
            fd.OpenFlags = flags;
            context.Fd = AddFd(thread, view.Int64(i), fd);
        }
    }

    private void ApplyMemFd(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        var number = Result(context);
        // A failed call leaves an entry too, under its negative result: Falco counts it.
        var fd = NewFd(number < 0 ? FdType.Unsupported : FdType.MemFd);
        if (number >= 0)
        {
            fd.Name = _names.Get(context.Event.Text(1));
            fd.OpenFlags = context.Event.UInt32(2);
        }
        context.Fd = AddFd(thread, number, fd);
    }

    private void ApplyPidFdOpen(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        var number = Result(context);
        if (number < 0) return;
        var pid = context.Event.Int64(1);
        Span<byte> name = stackalloc byte[32];
        "/proc/"u8.CopyTo(name);
        Utf8Formatter.TryFormat(pid, name[6..], out var written);
        var fd = NewFd(FdType.PidFd);
        fd.Name = _names.Get(name[..(6 + written)]);
        fd.OpenFlags = context.Event.UInt32(2);
        fd.Pid = pid;
        context.Fd = AddFd(thread, number, fd);
    }

    private void ApplyPidFdGetFd(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        if (UseFd(thread, context.Event.Int64(1)) is not { Type: FdType.PidFd } pidFd) return;
        if (State.Threads.Find(pidFd.Pid) is not { } other) return;
        if (UseFd(other, context.Event.Int64(2)) is not { } target) return;
        context.Fd = AddFd(thread, Result(context), Duplicate(target, cloexec: true));
    }

    private void ApplyClose(EventContext context)
    {
        if (Result(context) < 0)
        {
            if (State.Counters.FailedFdLookups > 0) State.Counters.FailedFdLookups--;
            return;
        }
        if (context.Fd is null || context.Thread is not { } thread) return;
        _closing.Add((thread.Tid, thread.LastEventFd));
    }

    private void ApplyCloseRange(EventContext context)
    {
        if (Result(context) < 0 || context.Thread?.FindFds() is not { } fds) return;
        var first = context.Event.UInt32(1);
        var last = context.Event.UInt32(2);
        if ((context.Event.UInt32(3) & CloseRangeCloexec) != 0)
        {
            foreach (var (number, fd) in fds)
            {
                if (number >= first && number <= last) SetCloexec(fd, cloexec: true);
            }
            return;
        }
        State.Counters.FdsRemoved += (ulong)fds.RemoveWhere(
            (first, last), static (fd, range) => fd.Number >= range.first && fd.Number <= range.last, State.Pool);
    }

    private void ApplyDup(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        var number = Result(context);
        if (number < 0) return;
        if (number == 0) thread.Flags |= ThreadFlags.PipeDestination;
        if (number == 1) thread.Flags |= ThreadFlags.PipeSource;
        if (context.Fd is not { } old) return;
        var cloexec = context.Code == EventCodes.Dup3Exit && (context.Event.UInt32(3) & CloexecFlag) != 0;
        context.Fd = AddFd(thread, number, Duplicate(old, cloexec));
    }

    private void ApplyFcntl(EventContext context)
    {
        if (context.Thread is not { } thread) return;
        var number = Result(context);
        if (number < 0 || context.Fd is not { } old) return;
        switch (context.Event.Int32(2))
        {
            case FcntlDuplicate: context.Fd = AddFd(thread, number, Duplicate(old, cloexec: false)); break;
            case FcntlDuplicateCloexec: context.Fd = AddFd(thread, number, Duplicate(old, cloexec: true)); break;
            case FcntlSetFlags when context.Event.HasParam(3): SetCloexec(old, (context.Event.UInt64(3) & 1) != 0); break;
        }
    }

    /// <summary>The flag to close on exec is not copied.</summary>
    private FdInfo Duplicate(FdInfo old, bool cloexec)
    {
        var copy = State.Pool.RentCopy(old);
        SetCloexec(copy, cloexec);
        return copy;
    }

    private static void SetCloexec(FdInfo fd, bool cloexec)
    {
        var flag = CloexecFlagOf(fd);
        fd.OpenFlags = cloexec ? fd.OpenFlags | flag : fd.OpenFlags & ~flag;
    }

    /// <summary>Some calls number the flag differently from open.</summary>
    private static uint CloexecFlagOf(FdInfo fd) =>
        fd.Type is FdType.MemFd or FdType.EventPoll ? SpecialCloexecFlag : CloexecFlag;

    private void ApplyChdir(EventContext context)
    {
        if (context.Thread is not null && Result(context) >= 0) SetCwd(context.Thread, context.Event.Text(1));
    }

    private void ApplyFchdir(EventContext context)
    {
        if (Result(context) >= 0 && context.Fd is { } fd && context.Thread is { } thread) SetCwd(thread, fd.Name);
    }

    private void SetCwd(ThreadInfo thread, ReadOnlySpan<byte> path)
    {
        // Relative paths go by the thread's own directory, which only a main thread has.
        if (thread.MainThread is { } main) main.Cwd = WithSlash(Join(thread.Cwd, path));
    }

    private byte[] Join(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        Span<byte> target = stackalloc byte[JoinedPath.BytesMax];
        return _names.Get(target[..JoinedPath.Join(directory, path, target)]);
    }

    private byte[] JoinBelow(ReadOnlySpan<byte> directory, ReadOnlySpan<byte> path)
    {
        Span<byte> target = stackalloc byte[JoinedPath.BytesMax];
        return _names.Get(target[..JoinedPath.JoinBelow(directory, path, target)]);
    }

    private void ApplyChroot(EventContext context)
    {
        if (context.Thread is not { } thread || Result(context) != 0) return;
        var path = context.Event.Text(1);
        context.Rendered.Keep(path, isBuffer: false);
        thread.Root = path is [(byte)'/', ..] ? _names.Get(path) : Join(thread.WorkingDirectory, path);
    }
}
