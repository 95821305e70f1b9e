using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Ring;

/// <summary>Takes one record; the bytes are valid during the call only.</summary>
public delegate void RecordHandler(ReadOnlySpan<byte> record);

/// <summary>
/// Empties the ring on a thread of its own and hands each record, a version 2 event with <c>re_extra</c> behind its last
/// parameter, to one handler, in the order in which the kernel wrote them. A handler that throws costs its record:
/// the fault is counted and kept, reading goes on.
/// </summary>
public sealed class RingReader : IDisposable
{
    private const int PollMs = 100;

    private readonly DescriptorHandle _map;
    private readonly RingBufferHandle _ring;
    private readonly RecordHandler _handler;
    private readonly CancellationTokenSource _cancellation;
    private readonly Thread _thread;
    private GCHandle _self;
    private long _records;
    private long _faults;

    private unsafe RingReader(DescriptorHandle map, RecordHandler handler, CancellationToken cancellation)
    {
        _map = map;
        _handler = handler;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Freed in Dispose, after the thread has ended: no callback can come later.
        _self = GCHandle.Alloc(this);
        _ring = LibbpfRing.New(map, &OnRecord, GCHandle.ToIntPtr(_self), 0);
        _thread = new Thread(Run) { IsBackground = true, Name = "ring" };
    }

    /// <summary>Records handed on.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>Records whose handler threw.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>What the handler threw last.</summary>
    public Exception? LastFault { get; private set; }

    internal static RingReader? Start(DescriptorHandle map, RecordHandler handler, CancellationToken cancellation)
    {
        var reader = new RingReader(map, handler, cancellation);
        if (reader._ring.IsInvalid)
        {
            reader._self.Free();
            reader._cancellation.Dispose();
            return null;
        }

        reader._thread.Start();
        return reader;
    }

    /// <summary>Ends the thread, after what was in the ring has been handed on.</summary>
    public void Dispose()
    {
        if (!_self.IsAllocated)
            return;
        _cancellation.Cancel();
        _thread.Join();
        _ring.Dispose();
        _map.Dispose();
        _cancellation.Dispose();
        _self.Free();
    }

    private void Run()
    {
        while (!_cancellation.IsCancellationRequested)
            _ = LibbpfRing.Poll(_ring, PollMs);
        _ = LibbpfRing.Consume(_ring);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe int OnRecord(void* context, void* data, nuint bytes)
    {
        var reader = (RingReader)GCHandle.FromIntPtr((nint)context).Target!;
        try
        {
            // The record stays in the ring until this returns.
            reader._handler(new ReadOnlySpan<byte>(data, (int)bytes));
        }
        catch (Exception fault)
        {
            reader.LastFault = fault;
            Interlocked.Increment(ref reader._faults);
        }

        Interlocked.Increment(ref reader._records);
        return 0;
    }
}
