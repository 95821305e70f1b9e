using RulesEngine.Compiler.Lowering;
using RulesEngine.Compiler.Resolving;

namespace RulesEngine.Compiler.Inspection;

/// <summary>
/// Finds rules that never alert while only the first matching rule does: an earlier rule matches every event that they
/// match. It names a pair only when that is proven; it finds some pairs, not all, and stops looking after a number of them.
/// </summary>
internal sealed class HiddenRules
{
    /// <summary>Sets with more pairs that might hide each other are not written by hand.</summary>
    private const int MostProofs = 5_000;

    private const int MostSteps = 500;

    private readonly List<Earlier> _withoutTexts = [];
    private readonly Dictionary<string, List<Earlier>> _byText = new(StringComparer.Ordinal);
    private int _proofs;

    /// <summary>Pairs of a hidden rule and the earlier one that hides it, in order of the hidden rules.</summary>
    /// <param name="rules">The rules of one source in their order, without those that never match.</param>
    public static IEnumerable<(CheckedRule Hidden, CheckedRule By)> Find(IEnumerable<InspectedRule> rules)
    {
        var search = new HiddenRules();
        foreach (var rule in rules.TakeWhile(_ => search._proofs < MostProofs))
        {
            var demands = new PlainDemands(rule);
            if (search.Candidates(demands).FirstOrDefault(earlier => search.Hides(earlier.Rule, rule)) is { } hiding)
                yield return (rule.Rule, hiding.Rule.Rule);
            search.Add(new Earlier(rule, demands));
        }
    }

    private void Add(Earlier rule)
    {
        if (rule.Demands.Texts.IsEmpty)
            _withoutTexts.Add(rule);
        foreach (var text in rule.Demands.Texts)
        {
            if (!_byText.TryGetValue(text, out var among))
                _byText[text] = among = [];
            among.Add(rule);
        }
    }

    /// <summary>The earlier rules that may cover one, in their order.</summary>
    private IEnumerable<Earlier> Candidates(PlainDemands later) => _withoutTexts
        .Concat(later.SampleTexts.SelectMany(text => _byText.GetValueOrDefault(text) ?? []))
        .Where(earlier => earlier.Demands.MayCover(later))
        .OrderBy(earlier => earlier.Rule.Rule.Index);

    private bool Hides(InspectedRule earlier, InspectedRule later)
    {
        var codes = later.Rule.EventCodes;
        if (codes.Intersect(earlier.Rule.EventCodes).Count != codes.Count)
            return false;
        _proofs++;
        foreach (var code in InspectedRule.CodesOf(codes).DistinctBy(code => (later.KindOf(code), earlier.KindOf(code))))
        {
            var pool = new FormulaPool();
            var left = ConditionRewriter.And([later.On(code), ConditionRewriter.Not(earlier.On(code))]);
            if (!Contradiction.IsProven(pool, pool.From(left, Contradiction.PredicateOf), MostSteps))
                return false;
        }

        return true;
    }

    private sealed record Earlier(InspectedRule Rule, PlainDemands Demands);
}
