using System.Globalization;
using System.Text;

namespace RulesEngine.Syntax.Diagnostics;

/// <summary>
/// A diagnostic as text: place, code and cause on the first line, the source line below it with a caret, then the hint.
/// Long lines are cut around the caret.
/// </summary>
public static class DiagnosticPrinter
{
    private const int MaxWidth = 160;

    public static string Print(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        var severity = diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";
        text.Append(
            CultureInfo.InvariantCulture,
            $"{diagnostic.File}:{diagnostic.Line}:{diagnostic.Column}: {severity} {diagnostic.Code}: {diagnostic.Title}\n");
        if (diagnostic.SourceLine.Length > 0)
            AppendSource(text, diagnostic);
        if (diagnostic.Hint is { } hint)
            text.Append("  hint: ").Append(hint).Append('\n');
        return text.ToString();
    }

    private static void AppendSource(StringBuilder text, Diagnostic diagnostic)
    {
        var line = diagnostic.SourceLine.Replace('\t', ' ').TrimEnd('\r');
        var caret = Math.Clamp(diagnostic.CaretColumn, 0, line.Length);
        var from = 0;
        if (line.Length > MaxWidth)
        {
            from = Math.Max(0, caret - (MaxWidth / 2));
            var to = Math.Min(line.Length, from + MaxWidth);
            line = (from > 0 ? "..." : "") + line[from..to] + (to < line.Length ? "..." : "");
            caret += from > 0 ? 3 : 0;
        }
        text.Append("  ").Append(line).Append('\n');
        text.Append(' ', 2 + caret - from).Append("^\n");
    }
}
