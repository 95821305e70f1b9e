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

/// <summary>The machines whose numbering of system calls is known.</summary>
public enum SyscallNumbering
{
    X64,
    Arm64,
}

/// <summary>All system calls Falco knows; the index is the number.</summary>
public static class SyscallTable
{
    private static readonly List<string[]> Rows =
        DataTable.Read(typeof(SyscallTable).Assembly, "Events/syscalls.tsv");

    public static ImmutableArray<SyscallDefinition> All { get; } = [.. Load()];

    private static readonly FrozenDictionary<string, SyscallDefinition> ByName =
        All.ToFrozenDictionary(syscall => syscall.Name);

    public static bool TryFind(string name, out SyscallDefinition? syscall) => ByName.TryGetValue(name, out syscall);

    /// <summary>The call of this number as a generic event carries it; unknown numbers give number 0.</summary>
    public static SyscallDefinition Get(int number) => (uint)number < (uint)All.Length ? All[number] : All[0];

    /// <summary>The call that the machine's kernel knows by this number; unknown numbers give number 0.</summary>
    public static SyscallDefinition FromNative(int number, SyscallNumbering numbering = SyscallNumbering.X64)
    {
        var table = numbering == SyscallNumbering.X64 ? X64 : Arm64;
        return (uint)number < (uint)table.Length ? table[number] : All[0];
    }

    private static readonly SyscallDefinition[] X64 = ByNative(column: 3);

    private static readonly SyscallDefinition[] Arm64 = ByNative(column: 4);

    private static SyscallDefinition[] ByNative(int column)
    {
        var table = new List<SyscallDefinition>();
        for (var i = 0; i < Rows.Count; i++)
        {
            if (Rows[i][column].Length == 0) continue;
            var number = int.Parse(Rows[i][column], CultureInfo.InvariantCulture);
            while (table.Count <= number) table.Add(All[0]);
            table[number] = All[i];
        }
        return [.. table];
    }

    private static List<SyscallDefinition> Load()
    {
        var syscalls = new List<SyscallDefinition>();
        foreach (var row in Rows)
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
