using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Rules;

/// <summary>What a person is told about rules that cannot be used: the place, the line with a caret, the cause, the remedy.</summary>
internal static class LoadReport
{
    /// <summary>Writes what is wrong; false when the rules must not be used.</summary>
    public static bool IsUsable(RuleSet set, TextWriter output)
    {
        if (set.UnmetRequirement is { } unmet)
            output.Write("Error: " + unmet + "\n");
        if (set.RuntimeError is { } fatal)
            output.Write("Error: " + fatal + "\n");
        Write(set.Diagnostics, output);
        return set.IsUsable;
    }

    public static void Write(IEnumerable<Diagnostic> diagnostics, TextWriter output)
    {
        foreach (var diagnostic in diagnostics)
            output.Write(DiagnosticPrinter.Print(diagnostic));
    }

    public static bool HasErrors(IEnumerable<Diagnostic> diagnostics) =>
        diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
}
