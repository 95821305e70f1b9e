using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Host.Rules;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Commands;

/// <summary>
/// <c>rulesengine check</c>: everything that is wrong with rules files, not only the first error, each with its line, a
/// caret and what to do; and how strongly each rule is enforced. Needs no rights. Only errors change the exit code.
/// </summary>
internal static class CheckCommand
{
    /// <summary><paramref name="format"/>: <c>text</c> for people, <c>json</c> or <c>sarif</c> for programs.</summary>
    public static int Run(string[] paths, string format)
    {
        var files = RulesPaths.ReadSome(paths);
        var set = RuleSetLoader.Load(files, new LoadOptions { StopAtFirstError = false });
        var plans = set.Rules.Select(rule => RulePlanner.Plan(ActiveRules.Request(rule, monitorOnly: false))).ToImmutableArray();
        RulePlanner.Policy(plans.Where((_, i) => set.Rules[i].Rule.IsEnabled), out var beyond);
        var report = new CheckReport(set.Rules, plans, [.. set.Diagnostics, .. PlanDiagnostics.Of(files, set.Rules, plans, beyond)]);
        Console.Out.Write(format switch
        {
            "json" => report.ToJson(),
            "sarif" => DiagnosticJson.PrintSarif(report.Diagnostics, Version),
            _ => report.ToText(),
        });
        return report.Errors == 0 && set.IsUsable ? 0 : 1;
    }

    private static string Version => typeof(CheckCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
