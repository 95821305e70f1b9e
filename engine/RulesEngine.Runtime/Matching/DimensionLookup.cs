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
        dimension.Shape is DimensionShape.Part or DimensionShape.PartIgnoringCase
            ? new PartLookup(dimension) : new ValueLookup(dimension);

    /// <summary>The vector for the event's value; valid until the next look-up.</summary>
    public ReadOnlySpan<ClauseWord> Look(EventContext context)
    {
        var value = default(FieldValue);
        return _probe.TryRead(context, ref value) ? Find(value) : Rows.Changes(ClauseRows.Missing);
    }

    protected abstract ReadOnlySpan<ClauseWord> Find(scoped in FieldValue value);

    /// <summary>The value has one entry or none.</summary>
    private sealed class ValueLookup(IndexDimension dimension) : DimensionLookup(dimension)
    {
        private readonly ValueTable _table = ValueTable.Create(dimension);

        protected override ReadOnlySpan<ClauseWord> Find(scoped in FieldValue value) =>
            Rows.Changes(ClauseRows.OfEntry(_table.Find(value)));
    }

    /// <summary>The value has any number of entries.</summary>
    private sealed class PartLookup(IndexDimension dimension) : DimensionLookup(dimension)
    {
        private readonly PartTable _table =
            new(dimension.Entries, dimension.Shape == DimensionShape.PartIgnoringCase);

        protected override ReadOnlySpan<ClauseWord> Find(scoped in FieldValue value)
        {
            var found = _table.Find(value.Bytes);
            return found.Length switch
            {
                0 => Rows.Changes(ClauseRows.OfEntry(ValueTable.NoEntry)),
                1 => Rows.Changes(ClauseRows.OfEntry(found[0])),
                _ => Rows.Changes(found),
            };
        }
    }
}
