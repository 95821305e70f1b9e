using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Host.Rules;

namespace RulesEngine.Host.Commands;

/// <summary><c>rulesengine plan</c>: how strongly each rule is enforced on which event, and why not better. Needs no rights.</summary>
internal static class PlanCommand
{
    public static int Run(string[] paths, bool json)
    {
        var files = RulesPaths.Read(paths);
        var set = RuleSetLoader.Load(files);
        if (!LoadReport.IsUsable(set, Console.Error))
            return 1;
        var rules = ActiveRules.Prepare(files, set, ActionsBy.Kernel, monitorOnly: false);
        // Without a running guard nobody knows which form will prove to refuse; hooks are the same in both.
        Console.Out.Write(json ? PlanRenderer.ToJson(rules.Plans, "lsm") + "\n" : PlanRenderer.ToText(rules.Plans, "lsm"));
        return LoadReport.HasErrors(rules.Shortfalls) ? 1 : 0;
    }
}
