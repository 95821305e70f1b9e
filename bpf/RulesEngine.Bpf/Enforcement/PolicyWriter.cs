using System.Runtime.InteropServices;
using RulesEngine.Bpf.Abi;
using RulesEngine.Bpf.Interop;
using RulesEngine.Bpf.Loading;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf.Enforcement;

/// <summary>
/// Puts a policy in force: writes it into the idle generation of the maps, flips one word, and removes the old one when no
/// program can be reading it any more. At no moment is a part of a rule set in force.
/// </summary>
internal sealed class PolicyWriter(MapSet maps, ControlPage control)
{
    private static readonly string[] PrefixMaps = ["re_texts", "re_numbers", "re_addresses"];

    /// <summary>The generation whose prefixes are still to be removed, −1 if none.</summary>
    private int _stale = -1;

    /// <summary>System call numbers; the same for every generation.</summary>
    public KernelRefusal? WriteSyscalls()
    {
        foreach (var (index, value) in SyscallEvents.Entries())
        {
            if (Update("re_syscalls", index, value) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>Null when the policy is in force; otherwise nothing has changed.</summary>
    public KernelRefusal? Apply(KernelPolicy policy)
    {
        var enforcing = control.IsEnforcing;
        var idle = enforcing ? 1 - control.Generation : control.Generation;
        if (_stale >= 0 || !enforcing)
            Clear(idle);
        if (GenerationImage.Build(policy, idle) is not { } image)
        {
            return new KernelRefusal(
                "room for the rules", $"{policy.Clauses.Length} clauses, {policy.Entries.Length} prefixes", 0,
                $"At most {AbiLimits.ClausesMax} clauses and {AbiLimits.VectorsMax} distinct vectors; enforce fewer rules.");
        }

        if (Write(image, idle) is { } refusal)
        {
            _stale = idle;
            return refusal;
        }

        control.Flip(idle);
        _stale = 1 - idle;
        if (enforcing && Libc.WaitForPrograms())
            Clear(_stale);
        return null;
    }

    /// <summary>After an adoption: what lies in the idle generation is unknown.</summary>
    public void Adopt() => _stale = 1 - control.Generation;

    private KernelRefusal? Write(GenerationImage image, int generation)
    {
        for (var i = 0; i < image.Vectors.Vectors.Count; i++)
        {
            if (Update("re_vectors", (int)image.Vectors.First + i, image.Vectors.Vectors[i].AsSpan()) is { } refusal)
                return refusal;
        }

        for (var i = 0; i < image.Clauses.Length; i++)
        {
            if (Update("re_clauses", (generation * AbiLimits.ClausesMax) + i, image.Clauses[i]) is { } refusal)
                return refusal;
        }

        foreach (var (map, key, vector) in image.Entries)
        {
            if (Refused(map, LibbpfMap.Update(maps[map], key, Bytes(in vector))) is { } refusal)
                return refusal;
        }

        return Update("re_policies", generation, image.Policy);
    }

    private void Clear(int generation)
    {
        foreach (var map in PrefixMaps)
            Clear(map, generation);
        _stale = -1;
    }

    private void Clear(string map, int generation)
    {
        var keys = new List<byte[]>();
        var key = Array.Empty<byte>();
        var next = new byte[GenerationImage.KeyBytes(map)];
        while (LibbpfMap.NextKey(maps[map], key, next) == 0)
        {
            key = (byte[])next.Clone();
            if (key[4] == generation)
                keys.Add(key);
        }

        foreach (var stale in keys)
            _ = LibbpfMap.Delete(maps[map], stale);
    }

    private KernelRefusal? Update<T>(string map, int index, T value)
        where T : unmanaged =>
        Refused(map, LibbpfMap.Update(maps[map], Bytes(in index), Bytes(in value)));

    private KernelRefusal? Update(string map, int index, Span<ulong> value) =>
        Refused(map, LibbpfMap.Update(maps[map], Bytes(in index), MemoryMarshal.AsBytes(value)));

    private static ReadOnlySpan<byte> Bytes<T>(in T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));

    private static KernelRefusal? Refused(string map, int errno) =>
        errno == 0 ? null : new KernelRefusal("writing the rules", $"an element of {map}", errno, "Enforce fewer rules.");
}
