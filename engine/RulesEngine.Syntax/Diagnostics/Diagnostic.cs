namespace RulesEngine.Syntax.Diagnostics;

public enum DiagnosticSeverity : byte
{
    Error,
    Warning,
}

/// <summary>An entry of the <see cref="Catalog"/>: what can be said, independent of where.</summary>
/// <param name="Code">RE1xxx syntax, RE2xxx loading and resolving, RE3xxx checking, RE4xxx kernel lowering, RE5xxx tests of rules.</param>
/// <param name="Severity">An error keeps the rules from being loaded.</param>
/// <param name="Title">One sentence on the cause, with <c>{0}</c>, <c>{1}</c> for the particulars.</param>
/// <param name="Hint">What to do about it, with the same holes, or null.</param>
public sealed record DiagnosticKind(string Code, DiagnosticSeverity Severity, string Title, string? Hint = null);

/// <summary>
/// Something to tell the author of a rules file: where (line and column count from 1), the line itself, and the cause.
/// <see cref="SourceLine"/> is empty where the text is not at hand; <see cref="CaretColumn"/> counts characters of it
/// from 0.
/// </summary>
public sealed record Diagnostic(
    DiagnosticKind Kind,
    string File,
    int Line,
    int Column,
    string Title,
    string SourceLine,
    int CaretColumn,
    string? Hint)
{
    public string Code => Kind.Code;

    public DiagnosticSeverity Severity => Kind.Severity;
}
