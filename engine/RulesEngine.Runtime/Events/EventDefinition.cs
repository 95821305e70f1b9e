using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Events;

/// <summary>
/// A parameter of an event type.
/// </summary>
/// <param name="Name">Falco's name; <c>evt.arg.NAME</c> finds it.</param>
/// <param name="NameUtf8">The same as bytes.</param>
/// <param name="Type">How the bytes read.</param>
/// <param name="Format">How a number prints.</param>
/// <param name="Flags">The names of its values, for flags and enumerations.</param>
/// <param name="DirectoryParam">
/// For <see cref="FieldType.FsRelPath"/> the index of the parameter with the directory's descriptor, else −1.
/// </param>
/// <param name="Variants">For <see cref="FieldType.Dyn"/> what the bytes after the first are, by the first byte.</param>
public sealed record ParamDefinition(
    string Name,
    ReadOnlyMemory<byte> NameUtf8,
    FieldType Type,
    ParamFormat Format,
    FlagTable? Flags,
    int DirectoryParam,
    ImmutableArray<ParamDefinition> Variants);

/// <summary>
/// An event type of the schema: what a record with this code holds. All of them are in <see cref="EventTable"/>.
/// </summary>
/// <param name="Code">The number in records; enter events are even, exit events odd.</param>
/// <param name="Identifier">Falco's constant without <c>PPME_</c>: <c>SYSCALL_OPEN_X</c>.</param>
/// <param name="Name">What <c>evt.type</c> says; several codes share a name.</param>
/// <param name="NameUtf8">The same as bytes.</param>
/// <param name="Category">What the event is about.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Flags">What handling it needs.</param>
/// <param name="Params">Its parameters in order.</param>
public sealed record EventDefinition(
    ushort Code,
    string Identifier,
    string Name,
    ReadOnlyMemory<byte> NameUtf8,
    EventCategory Category,
    EventOrigin Origin,
    EventFlags Flags,
    ImmutableArray<ParamDefinition> Params)
{
    public bool IsEnter => (Code & 1) == 0;

    public bool IsExit => (Code & 1) != 0;

    public bool IsLarge => (Flags & EventFlags.LargePayload) != 0;

    /// <summary>Neither an old version nor unused: such events reach the rules.</summary>
    public bool IsCurrent => (Flags & (EventFlags.OldVersion | EventFlags.Unused)) == 0;

    /// <summary>The index of the parameter of this name, or −1.</summary>
    public int IndexOfParam(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < Params.Length; i++)
        {
            if (Params[i].NameUtf8.Span.SequenceEqual(name)) return i;
        }
        return -1;
    }
}
