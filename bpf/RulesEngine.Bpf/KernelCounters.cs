using System.Runtime.InteropServices;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf;

/// <summary>What the programs counted since they were loaded, summed over processors at each reading.</summary>
public sealed class KernelCounters
{
    private readonly DescriptorHandle _map;
    private readonly ulong[] _values = new ulong[Math.Max(1, LibbpfObject.PossibleCpus())];

    internal KernelCounters(DescriptorHandle map) => _map = map;

    /// <summary>The value of one counter, 0 when it cannot be read.</summary>
    public ulong this[ReCounter counter]
    {
        get
        {
            var key = (uint)counter;
            lock (_values)
            {
                var bytes = MemoryMarshal.AsBytes(_values.AsSpan());
                if (LibbpfMap.Lookup(_map, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in key)), bytes) != 0)
                    return 0;
                var sum = 0UL;
                foreach (var value in _values)
                    sum += value;
                return sum;
            }
        }
    }
}
