using RulesEngine.Runtime.Evaluation.Residuals;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Matching;

/// <summary>
/// The index of one group of event codes: one look-up per dimension, an AND of vectors, then the standing clauses from
/// the lowest bit up. The plan says which dimension is asked first; none is asked after nothing stands.
/// </summary>
internal sealed class EventIndex
{
    private readonly DimensionLookup[] _dimensions;
    private readonly StandingClauses _standing;
    private readonly int[] _rules;
    private readonly int[] _entries;
    private readonly ResidualCode _residuals;

    public EventIndex(MatchGroup group, ResidualCode residuals)
    {
        _residuals = residuals;
        _standing = new StandingClauses(group.Clauses.Length);
        _rules = new int[group.Clauses.Length];
        _entries = new int[group.Clauses.Length];
        for (var clause = 0; clause < group.Clauses.Length; clause++)
        {
            _rules[clause] = group.Clauses[clause].Rule;
            _entries[clause] = residuals.EntryOf(group.Clauses[clause].Residual);
        }

        _dimensions = [.. group.Index.Dimensions.Select(DimensionLookup.Create)];
    }

    public int Match(EventContext context, RuleMatching matching, Span<int> rules)
    {
        if (!LookUp(context))
            return 0;
        _residuals.Begin();
        var found = 0;
        var last = -1;
        foreach (var clause in _standing)
        {
            var rule = _rules[clause];
            if (rule == last || !_residuals.Holds(_entries[clause], context))
                continue;
            rules[found++] = rule;
            if (matching == RuleMatching.First)
                return found;
            last = rule;
        }

        return found;
    }

    /// <summary>Leaves the clauses standing that all dimensions allow; false when there are none.</summary>
    private bool LookUp(EventContext context)
    {
        if (_dimensions.Length == 0)
        {
            _standing.BeginWithAll(_rules.Length);
            return true;
        }

        if (!_standing.Begin(_dimensions[0].Rows, _dimensions[0].Look(context)))
            return false;
        foreach (var dimension in _dimensions.AsSpan(1))
        {
            if (!_standing.And(dimension.Rows, dimension.Look(context)))
                return false;
        }

        return true;
    }
}
