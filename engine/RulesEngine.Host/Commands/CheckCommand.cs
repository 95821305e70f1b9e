using RulesEngine.Compiler.Loading;
using RulesEngine.Host.Rules;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Commands;

/// <summary>
/// <c>rulesengine check</c>: everything that is wrong with rules files, not only the first error, each with its line, a
/// caret and what to do. Needs no rights.
/// </summary>
internal static class CheckCommand
{
    public static int Run(string[] paths)
    {
        var files = RulesPaths.Read(paths);
        var set = RuleSetLoader.Load(files, new LoadOptions { StopAtFirstError = false });
        var diagnostics = set.Diagnostics;
        if (set.IsUsable)
            diagnostics = [.. diagnostics, .. ActiveRules.Prepare(files, set, ActionsBy.Kernel, monitorOnly: false).Shortfalls];
        LoadReport.Write(diagnostics, Console.Out);
        var errors = diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Console.Out.Write($"{set.Rules.Length} rules, {errors} errors, {diagnostics.Length - errors} warnings\n");
        return errors == 0 && set.IsUsable ? 0 : 1;
    }
}
