using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Host.Rules;

namespace RulesEngine.Host.Commands;

/// <summary>
/// <c>rulesengine plan --index</c>: the size of the match index, its widest dimensions, and what it leaves to residuals
/// and why. The index is that of a replay, where no rule is left to the kernel.
/// </summary>
internal static class PlanIndexCommand
{
    public static int Run(string[] paths, bool json)
    {
        var set = RuleSetLoader.Load(RulesPaths.Read(paths));
        if (!LoadReport.IsUsable(set, Console.Error))
            return 1;
        var rules = ActiveRules.Enabled(set);
        var report = IndexReport.Of(ActiveRules.PlanIndex(rules), [.. rules.Select(rule => rule.Name)]);
        Console.Out.Write(json ? IndexReportRenderer.ToJson(report) + "\n" : IndexReportRenderer.ToText(report));
        return 0;
    }
}
