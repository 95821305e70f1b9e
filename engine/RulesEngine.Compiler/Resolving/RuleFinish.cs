using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Resolving;

/// <summary>
/// The last step of resolving, when all files are read: which rules are on, and which actions they take. It sees the
/// configuration's selections and all <c>enforce</c> items, in order; later ones win.
/// </summary>
internal static class RuleFinish
{
    public static ImmutableArray<CheckedRule> Apply(
        ImmutableArray<CheckedRule> rules,
        IReadOnlyList<EnforceItem> enforceItems,
        LoadOptions options,
        DiagnosticSink sink)
    {
        var selected = new bool[enforceItems.Count];
        var finished = ImmutableArray.CreateBuilder<CheckedRule>(rules.Length);
        foreach (var checkedRule in rules)
        {
            var rule = checkedRule.Rule;
            var enforcement = rule.Document.Enforcement;
            for (var i = 0; i < enforceItems.Count; i++)
            {
                if (!Selects(enforceItems[i], rule))
                    continue;
                selected[i] = true;
                enforcement = enforcement is null
                    ? enforceItems[i].Enforcement
                    : RuleCollector.Merge(enforcement, enforceItems[i].Enforcement);
            }
            rule = rule with { IsEnabled = IsEnabled(rule, options) };
            finished.Add(checkedRule with { Rule = WithEnforcement(rule, enforcement, sink) });
        }

        foreach (var item in enforceItems.Where((_, index) => !selected[index]))
            sink.Add(Catalog.EnforceSelectsNothing, item.Enforcement.Place, item.Name);
        return finished.MoveToImmutable();
    }

    private static bool Selects(EnforceItem item, ResolvedRule rule) =>
        item.RulePatterns.Any(pattern => WildcardPattern.Matches(pattern, rule.Name))
        || item.Tags.Any(tag => rule.Document.Tags.Contains(tag));

    private static bool IsEnabled(ResolvedRule rule, LoadOptions options)
    {
        if (rule.Priority > options.LeastPriority)
            return false;
        var enabled = rule.Document.Enabled;
        foreach (var (enable, pattern, tag) in options.Selections)
        {
            var matches = (pattern is not null && WildcardPattern.MatchesAsFalco(pattern, rule.Name))
                || (tag is not null && rule.Document.Tags.Contains(tag));
            enabled = matches ? enable : enabled;
        }
        return enabled;
    }

    private static ResolvedRule WithEnforcement(
        ResolvedRule rule, EnforcementDocument? enforcement, DiagnosticSink sink)
    {
        if (enforcement is null)
            return rule;
        rule = rule with
        {
            ActionWords = enforcement.Actions ?? [],
            Errno = enforcement.Errno ?? rule.Errno,
            Mode = enforcement.Monitor == true ? EnforcementMode.Monitor : EnforcementMode.Enforce,
            ActionPlace = enforcement.Place,
        };
        if (enforcement.Errno is not null && !rule.Denies)
            sink.Add(Catalog.ErrnoWithoutDenial, enforcement.Place);
        return rule;
    }
}
