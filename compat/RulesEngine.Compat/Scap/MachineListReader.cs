using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Scap;

/// <summary>Reads the small blocks about the machine: the machine itself, its interfaces, users and groups.</summary>
internal static class MachineListReader
{
    private const int NameBytesMax = 1024;

    public static bool ReadMachine(ReadOnlySpan<byte> body, StateMachine machine)
    {
        var cursor = new ByteCursor(body);
        var cpus = cursor.U32();
        var memory = cursor.U64();
        var maxPid = cursor.U64();
        var host = cursor.Take(128);
        var nul = host.IndexOf((byte)0);
        if (nul >= 0) host = host[..nul];
        var bootTime = cursor.U64();
        var flags = cursor.U64();
        if (cursor.Failed) return false;
        machine.State.Machine = new MachineInfo(cpus, memory, maxPid, host.ToArray(), bootTime, flags);
        return true;
    }

    public static bool ReadInterfaces(ReadOnlySpan<byte> body, bool withLengths, StateMachine machine)
    {
        var cursor = new ByteCursor(body);
        while (cursor.Remaining > 3)
        {
            if (withLengths)
            {
                var length = cursor.U32();
                var entry = cursor.Sub((int)Math.Min(length, int.MaxValue));
                if (cursor.Failed || !ReadInterface(ref entry, machine)) return false;
            }
            else if (!ReadInterface(ref cursor, machine))
            {
                return false;
            }
        }
        return true;
    }

    public static bool ReadUsers(ReadOnlySpan<byte> body, bool withLengths, StateMachine machine)
    {
        var cursor = new ByteCursor(body);
        while (cursor.Remaining > 3)
        {
            if (withLengths)
            {
                var length = cursor.U32();
                if (length < 4) return false;
                var entry = cursor.Sub((int)Math.Min(length - 4, int.MaxValue));
                if (cursor.Failed || !ReadUser(ref entry, machine)) return false;
            }
            else if (!ReadUser(ref cursor, machine))
            {
                return false;
            }
        }
        return true;
    }

    private static bool ReadInterface(ref ByteCursor cursor, StateMachine machine)
    {
        var type = cursor.U16();
        var nameLength = cursor.U16();
        if (type is < 1 or > 4) return false;
        var isIPv6 = type is 2 or 4;
        var bytes = isIPv6 ? 16 : 4;
        var address = HostAddress.From(cursor.Take(bytes));
        var mask = HostAddress.From(cursor.Take(bytes));
        var broadcast = HostAddress.From(cursor.Take(bytes));
        var speed = type <= 2 ? cursor.U64() : 0;
        if (nameLength > NameBytesMax) return false;
        var name = cursor.Take(nameLength);
        if (cursor.Failed) return false;
        machine.State.Interfaces.Add(
            new NetworkInterface(name.ToArray(), isIPv6, address, mask, broadcast, speed));
        return true;
    }

    private static bool ReadUser(ref ByteCursor cursor, StateMachine machine)
    {
        if (cursor.U8() == 0)
        {
            var user = new UserInfo(
                cursor.U32(),
                cursor.U32(),
                cursor.Text(NameBytesMax).ToArray(),
                cursor.Text(NameBytesMax).ToArray(),
                cursor.Text(NameBytesMax).ToArray());
            if (cursor.Failed) return false;
            machine.State.Users.SetUser(default, user);
        }
        else
        {
            var group = new GroupInfo(cursor.U32(), cursor.Text(NameBytesMax).ToArray());
            if (cursor.Failed) return false;
            machine.State.Users.SetGroup(default, group);
        }
        return true;
    }
}
