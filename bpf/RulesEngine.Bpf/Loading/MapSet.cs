using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>The maps of one load, by name, with descriptors of our own: they outlive the object they came from.</summary>
internal sealed class MapSet : IDisposable
{
    /// <summary>Every map, in the order of <c>bpf/lib/maps.h</c>.</summary>
    public static readonly string[] Names =
    [
        "re_controls", "re_syscalls", "re_policies", "re_clauses", "re_vectors", "re_texts", "re_numbers", "re_addresses",
        "re_scratches", "re_claims", "re_marks", "re_counters", "re_events",
    ];

    private readonly Dictionary<string, DescriptorHandle> _maps;

    private MapSet(Dictionary<string, DescriptorHandle> maps) => _maps = maps;

    public DescriptorHandle this[string name] => _maps[name];

    /// <summary>The maps pinned in a folder; null unless all of them are there.</summary>
    public static MapSet? Open(PinFolder folder)
    {
        var maps = new Dictionary<string, DescriptorHandle>();
        foreach (var name in Names)
        {
            maps[name] = LibbpfMap.Pinned(folder.MapPath(name));
            if (!maps[name].IsInvalid)
                continue;
            new MapSet(maps).Dispose();
            return null;
        }

        return new MapSet(maps);
    }

    /// <summary>The maps of a loaded object.</summary>
    public static MapSet Of(BpfObject loaded) =>
        new(loaded.Maps().Where(map => Names.Contains(map.Name)).ToDictionary(map => map.Name, map => map.Duplicate()));

    public void Dispose()
    {
        foreach (var map in _maps.Values)
            map.Dispose();
    }
}
