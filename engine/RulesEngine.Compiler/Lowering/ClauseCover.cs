using System.Collections.Immutable;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Brings a formula to clauses. It does not multiply out: it takes one dimension after the other, decides the formula
/// for each outcome of that dimension, and goes on once for all outcomes that leave the same formula over. The boxes
/// found this way are disjoint and together hold exactly where the formula holds, so a long chain of exceptions
/// costs about one clause per exception. What is left when every dimension is decided is the clause's residual.
/// </summary>
public sealed class ClauseCover
{
    private readonly FormulaPool _pool;
    private readonly ImmutableArray<DimensionOutcomes> _outcomes;
    private readonly int _most;
    private readonly ulong _dimensions;
    private readonly List<Box> _boxes = [];
    private readonly bool[]?[] _current;

    private ClauseCover(FormulaPool pool, Formula formula, int most, ulong dimensions)
    {
        _pool = pool;
        _outcomes = DimensionOutcomes.Of(pool, formula);
        _most = most;
        _dimensions = dimensions;
        _current = new bool[]?[_outcomes.Length];
    }

    /// <summary>
    /// The clauses of a formula: none when it never holds, null when there would be more than <paramref name="most"/>.
    /// Dimensions outside <paramref name="dimensions"/> (bits as in <see cref="Formula.Dimensions"/>) stay in the
    /// residuals.
    /// </summary>
    public static ImmutableArray<Clause>? Exact(
        FormulaPool pool, Formula formula, int most, ulong dimensions = ulong.MaxValue)
    {
        var cover = new ClauseCover(pool, formula, most * 4, dimensions);
        if (!cover.Split(formula))
            return null;
        cover.Merge();
        return cover._boxes.Count > most ? null : [.. cover._boxes.Select(cover.ToClause)];
    }

    /// <summary>
    /// One clause that holds wherever the formula can hold, with the whole formula as residual: exact as a whole,
    /// and as narrow as each dimension by itself allows.
    /// </summary>
    public static Clause Around(FormulaPool pool, Formula formula, ulong dimensions = ulong.MaxValue)
    {
        var cover = new ClauseCover(pool, formula, 0, dimensions);
        for (var dimension = 0; dimension < cover._outcomes.Length; dimension++)
        {
            if ((formula.Dimensions & dimensions & 1UL << dimension) == 0)
                continue;
            var allowed = new bool[cover._outcomes[dimension].Count];
            foreach (var part in cover.PartsBy(formula, dimension))
            {
                foreach (var outcome in part.Outcomes)
                    allowed[outcome] = true;
            }

            if (allowed.Contains(false))
                cover._current[dimension] = allowed;
        }

        return cover.ToClause(new Box([.. cover._current], formula));
    }

    private bool Split(Formula formula)
    {
        if (formula.Kind == FormulaKind.False)
            return true;
        if ((formula.Dimensions & _dimensions) == 0)
        {
            _boxes.Add(new Box([.. _current], formula));
            return _boxes.Count <= _most;
        }

        var best = (Dimension: -1, Parts: new List<Part>());
        for (var dimension = 0; dimension < _outcomes.Length; dimension++)
        {
            if ((formula.Dimensions & _dimensions & 1UL << dimension) == 0)
                continue;
            var parts = PartsBy(formula, dimension);
            if (best.Dimension < 0 || parts.Count < best.Parts.Count)
                best = (dimension, parts);
        }

        foreach (var part in best.Parts)
        {
            var allowed = new bool[_outcomes[best.Dimension].Count];
            foreach (var outcome in part.Outcomes)
                allowed[outcome] = true;
            _current[best.Dimension] = allowed;
            if (!Split(part.Left))
                return false;
        }

        _current[best.Dimension] = null;
        return true;
    }

    /// <summary>
    /// What each outcome of a dimension leaves over, outcomes with the same rest together; not where nothing can hold.
    /// </summary>
    private List<Part> PartsBy(Formula formula, int dimension)
    {
        var outcomes = _outcomes[dimension];
        var kinds = outcomes.Alike(DimensionOutcomes.Predicates(formula, 1UL << dimension));
        var byKind = new List<Part>();
        var byRest = new Dictionary<Formula, Part>();
        var parts = new List<Part>();
        for (var outcome = 0; outcome < outcomes.Count; outcome++)
        {
            if (kinds[outcome] == byKind.Count)
            {
                var asked = outcome;
                var rest = _pool.Decide(formula, dimension, predicate => outcomes.Holds(predicate, asked));
                if (!byRest.TryGetValue(rest, out var same))
                {
                    byRest.Add(rest, same = new Part(rest, []));
                    if (rest.Kind != FormulaKind.False)
                        parts.Add(same);
                }

                byKind.Add(same);
            }

            byKind[kinds[outcome]].Outcomes.Add(outcome);
        }

        return parts;
    }

    /// <summary>Joins boxes that differ in one dimension only; boxes are disjoint, so the union is exact.</summary>
    private void Merge()
    {
        for (var i = 0; i < _boxes.Count; i++)
        {
            for (var j = i + 1; j < _boxes.Count; j++)
            {
                var dimension = _boxes[i].Rest == _boxes[j].Rest ? OnlyDifference(_boxes[i], _boxes[j]) : -1;
                if (dimension < 0)
                    continue;
                var union = Union(_boxes[i].Allowed[dimension], _boxes[j].Allowed[dimension]);
                _boxes[i].Allowed[dimension] = union;
                _boxes.RemoveAt(j);
                j = i;
            }
        }
    }

    private static int OnlyDifference(Box left, Box right)
    {
        var found = -1;
        for (var dimension = 0; dimension < left.Allowed.Length; dimension++)
        {
            if (Same(left.Allowed[dimension], right.Allowed[dimension]))
                continue;
            if (found >= 0)
                return -1;
            found = dimension;
        }

        return found;

        static bool Same(bool[]? one, bool[]? other) =>
            one is null || other is null ? one == other : one.AsSpan().SequenceEqual(other);
    }

    private static bool[]? Union(bool[]? left, bool[]? right)
    {
        if (left is null || right is null)
            return null;
        var union = left.Zip(right, (one, other) => one || other).ToArray();
        return union.Contains(false) ? union : null;
    }

    private Clause ToClause(Box box)
    {
        var constraints = ImmutableArray.CreateBuilder<DimensionConstraint>();
        for (var dimension = 0; dimension < box.Allowed.Length; dimension++)
        {
            if (box.Allowed[dimension] is { } allowed && allowed.Contains(false))
                constraints.Add(DimensionConstraint.Of(_outcomes[dimension], allowed));
        }

        return new Clause(constraints.ToImmutable(), FormulaPool.ToCondition(box.Rest));
    }

    /// <summary>A rest and the outcomes that leave it over.</summary>
    private sealed record Part(Formula Left, List<int> Outcomes);

    /// <summary>Allowed outcomes per dimension (null: all), and what is left over there.</summary>
    private sealed record Box(bool[]?[] Allowed, Formula Rest);
}
