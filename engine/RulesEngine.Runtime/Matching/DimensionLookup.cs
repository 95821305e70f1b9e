using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Matching;

/// <summary>One dimension of an event index: reads the field and finds the vector for its value.</summary>
internal abstract class DimensionLookup
{
    private readonly FieldProbe _probe;

    private DimensionLookup(IndexDimension dimension)
    {
        _probe = new FieldProbe(
            dimension.Field ?? throw new ArgumentException("a dimension of user space has a field", nameof(dimension)),
            ProbeRole.Compared);
        Rows = new ClauseRows(dimension);
    }

    /// <summary>The vectors; what <see cref="Look"/> gives are changes of their default.</summary>
    public ClauseRows Rows { get; }

    public static DimensionLookup Create(IndexDimension dimension) =>
        dimension.Shape switch
        {
            DimensionShape.Part or DimensionShape.PartIgnoringCase => new PartLookup(dimension),
            DimensionShape.Ancestor => new AncestorLookup(dimension),
            _ => new ValueLookup(dimension),
        };

    /// <summary>The vector for the event's value; valid until the next look-up.</summary>
    public abstract ReadOnlySpan<ClauseWord> Look(EventContext context);

    /// <summary>Reads the value of the event; false when there is none.</summary>
    protected bool TryRead(EventContext context, ref FieldValue value) => _probe.TryRead(context, ref value);

    /// <summary>The vector for a value with these entries.</summary>
    protected ReadOnlySpan<ClauseWord> Changes(ReadOnlySpan<int> entries) => entries.Length switch
    {
        0 => Rows.Changes(ClauseRows.OfEntry(ValueTable.NoEntry)),
        1 => Rows.Changes(ClauseRows.OfEntry(entries[0])),
        _ => Rows.Changes(entries),
    };

    /// <summary>The value has one entry or none.</summary>
    private sealed class ValueLookup(IndexDimension dimension) : DimensionLookup(dimension)
    {
        private readonly ValueTable _table = ValueTable.Create(dimension);

        public override ReadOnlySpan<ClauseWord> Look(EventContext context)
        {
            var value = default(FieldValue);
            return Rows.Changes(TryRead(context, ref value)
                ? ClauseRows.OfEntry(_table.Find(value)) : ClauseRows.Missing);
        }
    }

    /// <summary>The value has any number of entries.</summary>
    private sealed class PartLookup(IndexDimension dimension) : DimensionLookup(dimension)
    {
        private readonly PartTable _table =
            new(dimension.Entries, dimension.Shape == DimensionShape.PartIgnoringCase);

        public override ReadOnlySpan<ClauseWord> Look(EventContext context)
        {
            var value = default(FieldValue);
            return TryRead(context, ref value)
                ? Changes(_table.Find(value.Bytes)) : Rows.Changes(ClauseRows.Missing);
        }
    }

    /// <summary>Each ancestor has an entry or none; a process without known ancestors is one with none of them.</summary>
    private sealed class AncestorLookup(IndexDimension dimension) : DimensionLookup(dimension)
    {
        private readonly TextTable _texts = new(dimension.Entries);
        private readonly int[] _found = new int[dimension.Entries.Length];
        private readonly AncestorText _text = dimension.Field!.Definition.Name switch
        {
            "proc.aname" => AncestorText.Name,
            "proc.aexe" => AncestorText.Exe,
            "proc.aexepath" => AncestorText.ExePath,
            var name => throw new ArgumentException($"{name} is not looked up in ancestors", nameof(dimension)),
        };

        public override ReadOnlySpan<ClauseWord> Look(EventContext context)
        {
            var count = 0;
            if (context.Thread is { } thread)
            {
                foreach (var ancestor in Lineage.Ancestors(context, thread))
                {
                    var entry = _texts.Find(TextOf(ancestor!));
                    if (entry != ValueTable.NoEntry && !_found.AsSpan(0, count).Contains(entry))
                        _found[count++] = entry;
                }
            }

            return Changes(_found.AsSpan(0, count));
        }

        private ReadOnlySpan<byte> TextOf(ThreadInfo process) => _text switch
        {
            AncestorText.Name => process.Comm,
            AncestorText.Exe => process.Exe,
            _ => process.ExePath,
        };
    }
}
