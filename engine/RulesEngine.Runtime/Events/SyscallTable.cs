using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace RulesEngine.Runtime.Events;

/// <summary>
/// A system call (or kernel tracepoint) by Falco's <c>PPM_SC</c> number.
/// </summary>
/// <param name="Number">The number in generic events.</param>
/// <param name="Name">The name that <c>evt.type</c> and <c>syscall.type</c> give.</param>
/// <param name="NameUtf8">The same as bytes.</param>
/// <param name="EventCode">The exit event with parameters of its own, or that of generic calls.</param>
/// <param name="IsGeneric">Whether it is delivered as a generic event.</param>
public sealed record SyscallDefinition(
    int Number, string Name, ReadOnlyMemory<byte> NameUtf8, ushort EventCode, bool IsGeneric);

/// <summary>All system calls Falco knows; the index is the number.</summary>
public static class SyscallTable
{
    public static ImmutableArray<SyscallDefinition> All { get; } = [.. Load()];

    private static readonly FrozenDictionary<string, SyscallDefinition> ByName =
        All.ToFrozenDictionary(syscall => syscall.Name);

    public static bool TryFind(string name, out SyscallDefinition? syscall) => ByName.TryGetValue(name, out syscall);

    /// <summary>The call of this number as a generic event carries it; unknown numbers give number 0.</summary>
    public static SyscallDefinition Get(int number) => (uint)number < (uint)All.Length ? All[number] : All[0];

    private static List<SyscallDefinition> Load()
    {
        var syscalls = new List<SyscallDefinition>();
        foreach (var row in DataTable.Read(typeof(SyscallTable).Assembly, "Events/syscalls.tsv"))
        {
            syscalls.Add(new SyscallDefinition(
                int.Parse(row[0], CultureInfo.InvariantCulture),
                row[1],
                Encoding.UTF8.GetBytes(row[1]),
                row[2].Length == 0 ? EventCodes.GenericExit : EventTable.CodeOf(row[2]),
                row[2].Length == 0));
        }
        return syscalls;
    }
}
