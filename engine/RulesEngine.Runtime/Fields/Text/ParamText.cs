using System.Buffers.Binary;
using System.Globalization;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Text;

/// <summary>
/// An event parameter as text, in Falco's two forms: raw (<c>-2</c>) and, where there is one, resolved
/// (<c>ENOENT</c>). <c>evt.arg.X</c> is the resolved form if it is not empty, <c>evt.args</c> shows both. Numbers of
/// 8 to 64 bits, flags, modes, descriptors, processes, users, addresses, paths, buffers and lists each have their own.
/// </summary>
internal static class ParamText
{
    /// <summary>Appends the raw form of parameter <paramref name="index"/>.</summary>
    public static void AppendRaw(EventContext context, int index, BufferText buffers)
    {
        var output = context.Scratch;
        var mark = output.Mark;
        var type = context.Definition.Params[index].Type;
        var bytes = context.Event.Param(index);
        var isEmpty = IsEmpty(type, bytes);
        if (isEmpty) output.Append(Placeholder(type));
        else AppendPresent(context, index, buffers);
        context.Rendered.Keep(output.Since(mark), type == FieldType.ByteBuf && !isEmpty);
    }

    private static void AppendPresent(EventContext context, int index, BufferText buffers)
    {
        var output = context.Scratch;
        var param = context.Definition.Params[index];
        var bytes = context.Event.Param(index);

        var type = param.Type;
        var format = param.Format;
        if (type == FieldType.Dyn && bytes[0] < param.Variants.Length)
        {
            type = param.Variants[bytes[0]].Type;
            bytes = bytes[1..];
        }

        switch (type)
        {
            case FieldType.CharBuf:
                output.Append(CString(bytes));
                break;
            case FieldType.FsPath or FieldType.FsRelPath:
                output.Append(CString(bytes));
                break;
            case FieldType.ByteBuf:
                buffers.Append(output, bytes);
                break;
            case FieldType.SockAddr:
                SocketText.AppendAddress(output, bytes);
                break;
            case FieldType.SockTuple:
                SocketText.AppendTuple(output, bytes);
                break;
            case FieldType.FdList:
                AppendFdList(context, bytes);
                break;
            case FieldType.CharBufArray or FieldType.CharBufPairArray:
                output.Append(CString(bytes));
                break;
            case FieldType.SigSet:
                AppendSignals(output, (uint)EventView.ReadUnsigned(bytes));
                break;
            case FieldType.AbsTime:
                TimeText.Append(
                    output, EventView.ReadUnsigned(bytes), TimeParts.Date | TimeParts.Time | TimeParts.Nanoseconds);
                break;
            case FieldType.Uid or FieldType.Gid:
                output.AppendDecimal((int)EventView.ReadUnsigned(bytes));
                break;
            case FieldType.RelTime when EventView.ReadUnsigned(bytes) == ulong.MaxValue:
                output.Append("none"u8);
                break;
            case FieldType.RelTime or FieldType.Flags8 or FieldType.Flags16 or FieldType.Flags32
                or FieldType.EnumFlags8 or FieldType.EnumFlags16 or FieldType.EnumFlags32
                or FieldType.SigType or FieldType.SyscallId:
                output.AppendDecimal(EventView.ReadUnsigned(bytes));
                break;
            case FieldType.Fd or FieldType.Pid or FieldType.Errno:
                output.AppendDecimal(EventView.ReadSigned(bytes));
                break;
            case FieldType.Dyn:
                output.Append("INVALID DYNAMIC PARAMETER"u8);
                break;
            default:
                AppendNumber(output, type, format, bytes);
                break;
        }
    }

    /// <summary>Appends the resolved form of parameter <paramref name="index"/>; nothing where it has none.</summary>
    public static void AppendResolved(EventContext context, int index)
    {
        var output = context.Scratch;
        var param = context.Definition.Params[index];
        var bytes = context.Event.Param(index);
        if (IsEmpty(param.Type, bytes)) return;
        var type = param.Type;
        if (type == FieldType.Dyn && bytes[0] < param.Variants.Length)
        {
            type = param.Variants[bytes[0]].Type;
            bytes = bytes[1..];
        }

        switch (type)
        {
            case FieldType.Fd:
                AppendFd(context, EventView.ReadSigned(bytes));
                break;
            case FieldType.Pid:
                if (context.State.Threads.Find(EventView.ReadSigned(bytes)) is { } thread) output.Append(thread.Comm);
                break;
            case FieldType.Errno:
                var number = EventView.ReadSigned(bytes);
                if (number < 0) output.Append(ErrnoNames.Of(number));
                break;
            case FieldType.FsPath or FieldType.FsRelPath:
                PathText.AppendResolved(context, index, CString(bytes));
                break;
            case FieldType.SyscallId:
                output.Append(SyscallTable.Get((int)EventView.ReadUnsigned(bytes)).NameUtf8.Span);
                break;
            case FieldType.SigType:
                output.Append(SignalNames.Of((int)EventView.ReadUnsigned(bytes)));
                break;
            case FieldType.RelTime when EventView.ReadUnsigned(bytes) != ulong.MaxValue:
                AppendSeconds(output, EventView.ReadUnsigned(bytes));
                break;
            case FieldType.Flags8 or FieldType.Flags16 or FieldType.Flags32:
                FlagText.AppendFlags(output, param.Flags, (uint)EventView.ReadUnsigned(bytes));
                break;
            case FieldType.EnumFlags8 or FieldType.EnumFlags16 or FieldType.EnumFlags32:
                FlagText.AppendEnum(output, param.Flags, (uint)EventView.ReadUnsigned(bytes));
                break;
            case FieldType.Mode:
                FlagText.AppendMode(output, param.Flags, (uint)EventView.ReadUnsigned(bytes));
                break;
            case FieldType.Uid:
                AppendUser(context, (uint)EventView.ReadUnsigned(bytes));
                break;
            case FieldType.Gid:
                AppendGroup(context, (uint)EventView.ReadUnsigned(bytes));
                break;
        }
    }

    /// <summary>The text up to a NUL; an old writer's <c>(NULL)</c> is a missing value.</summary>
    internal static ReadOnlySpan<byte> CString(ReadOnlySpan<byte> bytes)
    {
        var text = EventView.UpToNul(bytes);
        return text.SequenceEqual("(NULL)"u8) ? "<NA>"u8 : text;
    }

    private static bool IsEmpty(FieldType type, ReadOnlySpan<byte> bytes) =>
        bytes.IsEmpty || (type is FieldType.SockTuple or FieldType.SockAddr && bytes.SequenceEqual("(NULL)\0"u8));

    private static ReadOnlySpan<byte> Placeholder(FieldType type) => type switch
    {
        FieldType.ByteBuf or FieldType.SockTuple or FieldType.FdList or FieldType.CharBufArray
            or FieldType.CharBufPairArray or FieldType.Dyn => "NULL"u8,
        _ => "<NA>"u8,
    };

    private static void AppendNumber(ScratchArena output, FieldType type, ParamFormat format, ReadOnlySpan<byte> bytes)
    {
        // Falco prints unsigned numbers in decimal as signed ones of 32 bits or more.
        var number = EventView.ReadUnsigned(bytes);
        switch (format)
        {
            case ParamFormat.Hexadecimal:
                output.AppendHexUpper(number);
                break;
            case ParamFormat.Octal:
                if (number != 0) output.Append((byte)'0');
                output.AppendOctal(number);
                break;
            default:
                var isSigned = type is FieldType.Int8 or FieldType.Int16 or FieldType.Int32 or FieldType.Int64;
                output.AppendDecimal((isSigned, bytes.Length) switch
                {
                    (true, _) => EventView.ReadSigned(bytes),
                    (false, 4) => (int)number,
                    _ => (long)number,
                });
                break;
        }
    }

    /// <summary>Appends <c>&lt;4t&gt;10.0.0.1:5->10.0.0.2:80</c> for a descriptor, a name for −100 and errors.</summary>
    public static void AppendFd(EventContext context, long number)
    {
        var output = context.Scratch;
        if (context.Thread is not { } thread) return;
        if (number >= 0)
        {
            if (thread.Fds.Find(number) is not { } fd) return;
            output.Append((byte)'<');
            output.Append(FdText.TypeCharacter(fd));
            output.Append(FdText.ProtocolCharacter(fd));
            output.Append((byte)'>');
            output.Append(fd.Name);
        }
        else if (number == PathText.CurrentDirectoryFd)
        {
            output.Append("AT_FDCWD"u8);
        }
        else
        {
            output.Append(ErrnoNames.Of(number));
        }
    }

    private static void AppendFdList(EventContext context, ReadOnlySpan<byte> bytes)
    {
        if (context.Thread is not { } thread || bytes.Length < 2) return;
        var output = context.Scratch;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        for (var i = 0; i < count && bytes.Length >= 2 + (i + 1) * 10; i++)
        {
            var item = bytes.Slice(2 + i * 10, 10);
            var number = BinaryPrimitives.ReadInt64LittleEndian(item);
            if (i > 0) output.Append((byte)' ');
            output.AppendDecimal((ulong)number);
            output.Append((byte)':');
            if (thread.Fds.Find(number) is { } fd) output.Append(FdText.TypeCharacter(fd));
            else output.Append((byte)'?');
            output.AppendHexLower((uint)BinaryPrimitives.ReadInt16LittleEndian(item[8..]));
        }
    }

    private static void AppendSignals(ScratchArena output, uint set)
    {
        var isFirst = true;
        for (var signal = 1; signal <= 32; signal++)
        {
            if ((set & (1u << (signal - 1))) == 0) continue;
            var name = SignalNames.Of(signal);
            if (name.IsEmpty) continue;
            if (!isFirst) output.Append((byte)' ');
            output.Append(name);
            isFirst = false;
        }
    }

    private static void AppendSeconds(ScratchArena output, ulong nanoseconds)
    {
        var room = output.Reserve(32);
        (nanoseconds / 1e9).TryFormat(room, out var written, "g6", CultureInfo.InvariantCulture);
        output.Rewind(output.Mark - 32 + written);
        output.Append((byte)'s');
    }

    private static void AppendUser(EventContext context, uint uid)
    {
        if (uid == ThreadInfo.NoId)
        {
            context.Scratch.Append("<NONE>"u8);
            return;
        }

        var user = context.Thread is { } thread ? context.State.Users.FindUser(thread.ContainerId, uid) : null;
        if (user is not { Name.Length: > 0 }) context.Scratch.Append("<NA>"u8);
        else context.Scratch.Append(user.Name);
    }

    private static void AppendGroup(EventContext context, uint gid)
    {
        if (gid == ThreadInfo.NoId)
        {
            context.Scratch.Append("<NONE>"u8);
            return;
        }

        var group = context.Thread is { } thread ? context.State.Users.FindGroup(thread.ContainerId, gid) : null;
        if (group is not { Name.Length: > 0 }) context.Scratch.Append("<NA>"u8);
        else context.Scratch.Append(group.Name);
    }
}
