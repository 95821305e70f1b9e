using System.Runtime.InteropServices;

namespace RulesEngine.Bpf.Interop;

/// <summary>An open BPF object. Programs and maps belong to it; descriptors taken from it are duplicated.</summary>
internal sealed class BpfObjectHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibbpfObject.Close(handle);
        return true;
    }
}

/// <summary>An attached program. Closing it detaches, unless the link is pinned.</summary>
internal sealed class BpfLinkHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => LibbpfLink.Destroy(handle) == 0;
}

/// <summary>A reader of a ring buffer; holds a reference on the map's descriptor.</summary>
internal sealed class RingBufferHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibbpfRing.Free(handle);
        return true;
    }
}

/// <summary>A file descriptor of a map, program or link.</summary>
internal sealed class DescriptorHandle() : SafeHandle(-1, ownsHandle: true)
{
    public DescriptorHandle(int descriptor)
        : this() => SetHandle(descriptor);

    public override bool IsInvalid => handle < 0;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}

/// <summary>Memory shared with the kernel through a map.</summary>
internal sealed class MappingHandle() : SafeHandle(-1, ownsHandle: true)
{
    private nuint _bytes;

    /// <summary>Maps the first bytes of a map for reading and writing.</summary>
    public static MappingHandle Map(DescriptorHandle map, int bytes)
    {
        var mapping = new MappingHandle { _bytes = (nuint)bytes };
        mapping.SetHandle(Libc.Map(0, (nuint)bytes, Libc.ProtReadWrite, Libc.MapShared, map, 0));
        return mapping;
    }

    public override bool IsInvalid => handle == -1;

    /// <summary>
    /// The mapped bytes. Safe as long as the handle is open: the mapping is at least as long as the span, and nobody else
    /// can unmap it.
    /// </summary>
    public unsafe Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsClosed, this);
            return new Span<byte>((void*)handle, (int)_bytes);
        }
    }

    protected override bool ReleaseHandle() => Libc.Unmap(handle, _bytes) == 0;
}
