using System.Runtime.InteropServices;

namespace RulesEngine.Bpf.Interop;

/// <summary>The few calls of the C library that .NET has no word for.</summary>
internal static partial class Libc
{
    public const int ProtReadWrite = 1 | 2;
    public const int MapShared = 1;
    public const int SignalBlock = 0;
    public const int SignalSetMask = 2;
    public const int MembarrierGlobal = 1;
    public const int SignalSetBytes = 128;

    private const string Library = "libc.so.6";
    private const long SyscallMembarrier = 324;
    private const int ClockBoottime = 7;

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint bytes, int protection, int flags, DescriptorHandle descriptor, long offset);

    [LibraryImport(Library, EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint bytes);

    [LibraryImport(Library, EntryPoint = "pthread_sigmask")]
    private static unsafe partial int SignalMask(int how, byte* set, byte* old);

    [LibraryImport(Library, EntryPoint = "sigfillset")]
    private static unsafe partial int SignalFill(byte* set);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial long Syscall(long number, long first, long second, long third);

    [LibraryImport(Library, EntryPoint = "mount", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Mount(string source, string target, string type, ulong flags, nint data);

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "stat", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int Stat(string path, ulong* buffer);

    [LibraryImport(Library, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int StatFileSystem(string path, long* buffer);

    [LibraryImport(Library, EntryPoint = "vsnprintf")]
    internal static unsafe partial int Format(byte* buffer, nuint bytes, byte* format, nint arguments);

    [LibraryImport(Library, EntryPoint = "clock_gettime", SetLastError = true)]
    private static unsafe partial int Clock(int clock, long* time);

    /// <summary>Nanoseconds since boot, sleep included: the clock of the records.</summary>
    internal static unsafe ulong SinceBootNs()
    {
        // struct timespec: seconds and nanoseconds, two words.
        var time = stackalloc long[2];
        _ = Clock(ClockBoottime, time);
        return ((ulong)time[0] * 1_000_000_000) + (ulong)time[1];
    }

    /// <summary>
    /// Runs with every signal blocked on this thread: a timer signal makes the verifier give up with EAGAIN.
    /// </summary>
    internal static unsafe T WithSignalsBlocked<T>(Func<T> action)
    {
        // The sets are larger than the kernel's and live on this frame until the mask is restored.
        var all = stackalloc byte[SignalSetBytes];
        var old = stackalloc byte[SignalSetBytes];
        _ = SignalFill(all);
        _ = SignalMask(SignalBlock, all, old);
        try
        {
            return action();
        }
        finally
        {
            _ = SignalMask(SignalSetMask, old, null);
        }
    }

    /// <summary>
    /// Returns when every program that was running in the kernel has ended: programs run under RCU, and this waits for it.
    /// Returns false where the kernel refuses (it does with isolated processors).
    /// </summary>
    internal static bool WaitForPrograms() => Syscall(SyscallMembarrier, MembarrierGlobal, 0, 0) == 0;

    /// <summary>Device and inode of a file as the kernel's tables number them, or false.</summary>
    internal static unsafe bool TryStat(string path, out ulong device, out ulong inode)
    {
        // struct stat is 144 bytes on every 64-bit Linux; st_dev and st_ino are its first two words.
        var buffer = stackalloc ulong[32];
        var found = Stat(path, buffer) == 0;
        device = buffer[0];
        inode = buffer[1];
        return found;
    }

    /// <summary>The magic number of the file system that holds a path, or 0.</summary>
    internal static unsafe long FileSystemMagic(string path)
    {
        // struct statfs is 120 bytes; f_type is its first word.
        var buffer = stackalloc long[32];
        return StatFileSystem(path, buffer) == 0 ? buffer[0] : 0;
    }
}
