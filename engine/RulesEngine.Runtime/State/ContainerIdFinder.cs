using System.Buffers;

namespace RulesEngine.Runtime.State;

/// <summary>An engine whose containers are recognised by their control group alone.</summary>
internal enum ContainerKind
{
    /// <summary>One whose engine would describe it.</summary>
    Described,
    Lxc,
    LibvirtLxc,
    Bpm,
}

/// <summary>
/// Finds the container of a process in the paths of its control groups. The engines are tried in Falco's order for each
/// path; the first that recognises its layout wins. Most engines name a control group after the container's 64
/// hexadecimal digits, of which the first twelve are reported.
/// </summary>
internal static class ContainerIdFinder
{
    private const int FullIdBytes = 64;
    private const int ShortIdBytes = 12;

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789abcdefABCDEF"u8);
    private static readonly SearchValues<byte> BpmBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"u8);

    /// <summary>The container's id out of <c>subsystem=path</c> entries, or empty for the host.</summary>
    public static ReadOnlySpan<byte> Find(ByteStrings cgroups, out ContainerKind kind)
    {
        foreach (var cgroup in cgroups)
        {
            var equals = cgroup.LastIndexOf((byte)'=');
            if (equals < 0) break;
            if (FindInPath(cgroup[(equals + 1)..], out kind) is { IsEmpty: false } id) return id;
        }
        kind = ContainerKind.Described;
        return default;
    }

    private static ReadOnlySpan<byte> FindInPath(ReadOnlySpan<byte> path, out ContainerKind kind)
    {
        kind = ContainerKind.Described;
        if (path.IsEmpty) return default;
        // podman
        if (Runc(path, "/libpod-"u8, ".scope"u8) is { IsEmpty: false } a) return a;
        if (Runc(path, "/libpod-"u8, ".scope/container"u8) is { IsEmpty: false } b) return b;
        if (Runc(path, "/libpod-"u8, ""u8) is { IsEmpty: false } c) return c;
        if (Runc(path, "/libpod-payload-"u8, ""u8) is { IsEmpty: false } d) return d;
        // docker
        if (Runc(path, "/"u8, ""u8) is { IsEmpty: false } e) return e;
        if (Runc(path, "/docker-"u8, ".scope"u8) is { IsEmpty: false } f) return f;
        // CRI
        if (Runc(path, "/crio-"u8, ""u8) is { IsEmpty: false } g) return g;
        if (Runc(path, "/cri-containerd-"u8, ".scope"u8) is { IsEmpty: false } h) return h;
        if (Runc(path, "/crio-"u8, ".scope"u8) is { IsEmpty: false } i) return i;
        if (Runc(path, ":cri-containerd:"u8, ""u8) is { IsEmpty: false } j) return j;
        if (Runc(path, "/nerdctl-"u8, ".scope"u8) is { IsEmpty: false } k) return k;
        if (Containerd(path) is { IsEmpty: false } l) return l;
        kind = ContainerKind.Lxc;
        if (Lxc(path) is { IsEmpty: false } m) return m;
        kind = ContainerKind.LibvirtLxc;
        if (LibvirtLxc(path) is { IsEmpty: false } n) return n;
        kind = ContainerKind.Bpm;
        return Bpm(path);
    }

    /// <summary>
    /// The id between the last prefix and the last suffix, if it is 64 hexadecimal digits. Falco takes what is not a
    /// digit for behind the id from byte 64 of the path on, so that there any 64 bytes are one.
    /// </summary>
    private static ReadOnlySpan<byte> Runc(ReadOnlySpan<byte> path, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> suffix)
    {
        var start = path.LastIndexOf(prefix);
        if (start < 0) return default;
        start += prefix.Length;
        var end = suffix.IsEmpty ? path.Length : path.LastIndexOf(suffix);
        if (end - start != FullIdBytes) return default;
        var digits = path[start..].IndexOfAnyExcept(HexDigits);
        return digits >= 0 && start + digits < FullIdBytes ? default : path.Slice(start, ShortIdBytes);
    }

    /// <summary><c>/namespace/id</c>, whatever the id is, unless systemd made the group.</summary>
    private static ReadOnlySpan<byte> Containerd(ReadOnlySpan<byte> path)
    {
        var name = FirstNamespace(path);
        if (name.IsEmpty) return default;
        var start = path.LastIndexOf(name) + name.Length;
        var length = path.Length - start;
        if (length is 0 or > FullIdBytes) return default;
        if (path.EndsWith(".service"u8) || path.EndsWith(".slice"u8) || path.EndsWith(".scope"u8)) return default;
        return path.Slice(start, Math.Min(length, ShortIdBytes));
    }

    /// <summary>The first segment between two slashes made of letters and digits, with single <c>._-</c> inside.</summary>
    private static ReadOnlySpan<byte> FirstNamespace(ReadOnlySpan<byte> path)
    {
        for (var at = path.IndexOf((byte)'/'); at >= 0 && at + 1 < path.Length;)
        {
            var length = path[(at + 1)..].IndexOf((byte)'/');
            if (length < 0) return default;
            if (IsNamespace(path.Slice(at + 1, length))) return path.Slice(at, length + 2);
            at += length + 1;
        }
        return default;
    }

    private static bool IsNamespace(ReadOnlySpan<byte> name)
    {
        var separatorAllowed = false;
        foreach (var value in name)
        {
            if (char.IsAsciiLetterOrDigit((char)value)) separatorAllowed = true;
            else if (separatorAllowed && value is (byte)'.' or (byte)'_' or (byte)'-') separatorAllowed = false;
            else return false;
        }
        return separatorAllowed;
    }

    private static ReadOnlySpan<byte> Lxc(ReadOnlySpan<byte> path)
    {
        var rest = After(path, "/lxc/"u8);
        if (rest.IsEmpty) rest = After(path, "/lxc.payload/"u8);
        if (rest.IsEmpty) rest = After(path, "/lxc.payload."u8);
        var slash = rest.IndexOf((byte)'/');
        return slash < 0 ? rest : rest[..slash];
    }

    private static ReadOnlySpan<byte> LibvirtLxc(ReadOnlySpan<byte> path)
    {
        if (path.EndsWith(".libvirt-lxc"u8) && path.LastIndexOf((byte)'/') is >= 0 and var slash)
        {
            return path[(slash + 1)..^".libvirt-lxc".Length];
        }
        var rest = After(path, @"-lxc\x2"u8);
        if (!rest.IsEmpty)
        {
            var suffix = path.IndexOf(".scope/libvirt"u8) >= 0 ? ".scope/libvirt"u8 : ".scope"u8;
            // One more byte than the text looked for is left out: the last digit of the escape.
            if (rest.EndsWith(suffix) && rest.Length > suffix.Length + 1) return rest[1..^suffix.Length];
        }
        return After(path, "/libvirt/lxc/"u8);
    }

    private static ReadOnlySpan<byte> Bpm(ReadOnlySpan<byte> path)
    {
        var rest = After(path, "bpm-"u8);
        var end = rest.IndexOf(".scope"u8);
        if (end >= 0) rest = rest[..end];
        return rest.ContainsAnyExcept(BpmBytes) ? default : rest;
    }

    private static ReadOnlySpan<byte> After(ReadOnlySpan<byte> path, ReadOnlySpan<byte> mark)
    {
        var at = path.IndexOf(mark);
        return at < 0 ? default : path[(at + mark.Length)..];
    }
}
