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
    /// <summary><paramref name="format"/>: <c>text</c> for people, <c>json</c> or <c>sarif</c> for programs.</summary>
    public static int Run(string[] paths, string format)
    {
        var files = RulesPaths.Read(paths);
        var set = RuleSetLoader.Load(files, new LoadOptions { StopAtFirstError = false });
        var diagnostics = set.Diagnostics;
        if (set.IsUsable)
            diagnostics = [.. diagnostics, .. ActiveRules.Prepare(files, set, ActionsBy.Kernel, monitorOnly: false).Shortfalls];
        var errors = diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        switch (format)
        {
            case "json":
                Console.Out.Write(DiagnosticJson.Print(diagnostics));
                break;
            case "sarif":
                Console.Out.Write(DiagnosticJson.PrintSarif(diagnostics, Version));
                break;
            default:
                LoadReport.Write(diagnostics, Console.Out);
                Console.Out.Write($"{set.Rules.Length} rules, {errors} errors, {diagnostics.Length - errors} warnings\n");
                break;
        }
        return errors == 0 && set.IsUsable ? 0 : 1;
    }

    private static string Version => typeof(CheckCommand).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
