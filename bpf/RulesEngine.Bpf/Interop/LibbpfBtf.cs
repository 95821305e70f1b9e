using System.Runtime.InteropServices;
using System.Text;

namespace RulesEngine.Bpf.Interop;

/// <summary>A member of a C structure, or a value of a C enumeration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its offset in bytes, or its value.</param>
internal readonly record struct BtfMember(string Name, long Value);

/// <summary>The type information of an object file.</summary>
internal sealed partial class BtfHandle() : SafeHandle(0, ownsHandle: true)
{
    private const uint KindStruct = 4;
    private const uint KindEnum = 6;
    private const uint KindFunction = 12;

    public override bool IsInvalid => handle == 0;

    [LibraryImport(LibbpfObject.Library, EntryPoint = "btf__parse", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial BtfHandle Parse(string path, nint extended);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "btf__free")]
    private static partial void Free(nint btf);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "btf__find_by_name_kind", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Find(BtfHandle btf, string name, uint kind);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "btf__type_by_id")]
    private static unsafe partial uint* TypeById(BtfHandle btf, uint id);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "btf__type_cnt")]
    private static partial uint Count(BtfHandle btf);

    [LibraryImport(LibbpfObject.Library, EntryPoint = "btf__name_by_offset")]
    private static partial nint NameByOffset(BtfHandle btf, uint offset);

    /// <summary>Reads the types of an object file; an invalid handle where it has none.</summary>
    public static BtfHandle Read(string path) => Parse(path, 0);

    /// <summary>Size and members of a structure; null where there is none of that name.</summary>
    public unsafe (int Size, BtfMember[] Members)? Struct(string name)
    {
        if (Find(this, name, KindStruct) is not (> 0 and var id))
            return null;
        // struct btf_type is three words: name, info, size; three words per member follow: name, type, offset in bits.
        var type = TypeById(this, (uint)id);
        var members = new BtfMember[type[1] & 0xffff];
        for (var i = 0; i < members.Length; i++)
            members[i] = new BtfMember(Name(type[3 + (3 * i)]), type[5 + (3 * i)] / 8);
        return ((int)type[2], members);
    }

    /// <summary>The values of an enumeration; null where there is none of that name.</summary>
    public unsafe BtfMember[]? Enum(string name)
    {
        if (Find(this, name, KindEnum) is not (> 0 and var id))
            return null;
        // Two words per value follow the type's three: name and value.
        var type = TypeById(this, (uint)id);
        var values = new BtfMember[type[1] & 0xffff];
        for (var i = 0; i < values.Length; i++)
            values[i] = new BtfMember(Name(type[3 + (2 * i)]), (int)type[4 + (2 * i)]);
        return values;
    }

    /// <summary>The names of the functions that begin with one of these words.</summary>
    public unsafe IReadOnlyList<string> Functions(IEnumerable<string> prefixes)
    {
        var starts = prefixes.Select(Encoding.ASCII.GetBytes).ToArray();
        var found = new List<string>();
        var count = Count(this);
        for (var id = 1U; id < count; id++)
        {
            var type = TypeById(this, id);
            if ((type[1] >> 24 & 0x1f) != KindFunction)
                continue;
            var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)NameByOffset(this, type[0]));
            foreach (var start in starts)
            {
                if (name.StartsWith(start))
                    found.Add(Encoding.ASCII.GetString(name));
            }
        }
        return found;
    }

    protected override bool ReleaseHandle()
    {
        Free(handle);
        return true;
    }

    private string Name(uint offset) => Marshal.PtrToStringUTF8(NameByOffset(this, offset)) ?? "";
}
