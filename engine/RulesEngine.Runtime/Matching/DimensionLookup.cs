using System.Numerics;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Matching;

/// <summary>One dimension of an event index: reads the field and finds the outcome for its value.</summary>
internal sealed class DimensionLookup
{
    private readonly FieldProbe _probe;
    private readonly ValueTable _table;

    public DimensionLookup(IndexDimension dimension)
    {
        _probe = new FieldProbe(
            dimension.Field ?? throw new ArgumentException("a dimension of user space has a field", nameof(dimension)),
            ProbeRole.Compared);
        _table = ValueTable.Create(dimension);
        Rows = new ClauseRows(dimension);
        foreach (var word in dimension.Default)
            UsuallyStanding += BitOperations.PopCount(word);
    }

    /// <summary>The vectors of the outcomes.</summary>
    public ClauseRows Rows { get; }

    /// <summary>How many clauses a value without entry leaves standing.</summary>
    public int UsuallyStanding { get; }

    /// <summary>The outcome of the event's value in this dimension, as <see cref="Rows"/> numbers them.</summary>
    public int Outcome(EventContext context)
    {
        var value = default(FieldValue);
        return _probe.TryRead(context, ref value) ? ClauseRows.OfEntry(_table.Find(value)) : ClauseRows.Missing;
    }
}
