using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>
/// The folder in which maps and links live on without us: <c>maps/</c> and <c>links/</c> below one root in a BPF file
/// system. What lies there is complete or is not adopted; <see cref="Loader"/> decides that.
/// </summary>
internal sealed class PinFolder(string root)
{
    private const long BpfFileSystemMagic = 0xcafe4a11;

    public string Root { get; } = root;

    private string Maps => Path.Combine(Root, "maps");

    private string Links => Path.Combine(Root, "links");

    public string MapPath(string name) => Path.Combine(Maps, name);

    public string LinkPath(string name) => Path.Combine(Links, name);

    /// <summary>Whether something is pinned here.</summary>
    public bool Exists => Directory.Exists(Maps);

    /// <summary>The programs whose links are pinned.</summary>
    public IEnumerable<string> LinkNames() =>
        Directory.Exists(Links) ? Directory.EnumerateFiles(Links).Select(path => Path.GetFileName(path)!) : [];

    /// <summary>Makes the folders, mounting a BPF file system where there is none. Null, or what stood in the way.</summary>
    public KernelRefusal? Create()
    {
        var mountPoint = Path.GetDirectoryName(Root)!;
        try
        {
            if (Libc.FileSystemMagic(mountPoint) != BpfFileSystemMagic && Libc.Mount("bpf", mountPoint, "bpf", 0, 0) != 0)
            {
                return new KernelRefusal(
                    "BPF file system", $"mounting it at {mountPoint}", System.Runtime.InteropServices.Marshal.GetLastPInvokeError(),
                    "Mount it: mount -t bpf bpf /sys/fs/bpf");
            }

            Directory.CreateDirectory(Maps);
            Directory.CreateDirectory(Links);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new KernelRefusal("BPF file system", $"making folders in {Root}: {error.Message}", 0, "Run as root.");
        }
    }

    /// <summary>Removes everything: enforcement stops, but for what another owner holds.</summary>
    public void Remove()
    {
        // Links first: a guard without its maps still guards, maps without a guard are only memory.
        foreach (var folder in new[] { Links, Maps })
        {
            if (!Directory.Exists(folder))
                continue;
            foreach (var path in Directory.EnumerateFiles(folder).ToArray())
                File.Delete(path);
            Directory.Delete(folder);
        }

        if (Directory.Exists(Root))
            Directory.Delete(Root);
    }
}
