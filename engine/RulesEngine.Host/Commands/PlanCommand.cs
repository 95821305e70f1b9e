using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Host.Rules;

namespace RulesEngine.Host.Commands;

/// <summary><c>rulesengine plan</c>: how strongly each rule is enforced on which event, and why not better. Needs no rights.</summary>
internal static class PlanCommand
{
    /// <summary>Which of the two will prove to refuse shows only when guards are attached; the hooks are the same.</summary>
    private const string Mechanism = "lsm or fmod_ret";

    public static int Run(string[] paths, bool json)
    {
        var files = RulesPaths.Read(paths);
        var set = RuleSetLoader.Load(files);
        if (!LoadReport.IsUsable(set, Console.Error))
            return 1;
        var rules = ActiveRules.Prepare(files, set, ActionsBy.Kernel, monitorOnly: false);
        Console.Out.Write(json ? PlanRenderer.ToJson(rules.Plans, Mechanism) + "\n" : PlanRenderer.ToText(rules.Plans, Mechanism));
        if (!LoadReport.HasErrors(rules.Shortfalls))
            return 0;
        Console.Error.WriteLine("These rules ask for more than they can have and do not load; `rulesengine check` shows each error.");
        return 1;
    }
}
