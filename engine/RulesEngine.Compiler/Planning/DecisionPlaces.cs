using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Where the match index decides the comparisons of one rule on events of one type: before any event, by a look-up, or
/// in a residual and why.
/// </summary>
public sealed class DecisionPlaces
{
    private readonly ushort _code;
    private readonly MatchGroup? _group;
    private readonly ConditionNode[] _residuals = [];

    public DecisionPlaces(MatchPlan plan, int rule, ushort code)
    {
        _code = code;
        _group = plan.Groups.FirstOrDefault(group => group.Codes.Contains(code));
        if (_group is null)
            return;
        var clauses = _group.Clauses.Where(clause => clause.Rule == rule).ToArray();
        IsTried = clauses.Length > 0;
        _residuals = [.. clauses.Select(clause => clause.Residual).OfType<ConditionNode>()];
    }

    /// <summary>Whether the rule can match events of the type at all.</summary>
    public bool IsTried { get; }

    /// <summary>The place of a comparison, in words; null for one that the index never comes to.</summary>
    public string? Of(ComparisonNode leaf)
    {
        if (EventTypePass.Decide(leaf, _code) is not null)
            return "event type";
        if (!IsTried)
            return null;
        var found = Array.Find(
            _residuals, residual => ConditionRewriter.Leaves(residual).Any(left => left.Text == leaf.Text));
        return found is not null
            ? $"residual: {ResidualReason.Of(leaf, found, _group!)}"
            : $"look-up of {UserDimensions.FieldOf(leaf)?.Text}";
    }
}
