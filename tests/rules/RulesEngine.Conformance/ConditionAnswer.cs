using System.Text.Json;
using RulesEngine.Compiler.Checking;
using RulesEngine.Syntax.Ast;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Conformance;

/// <summary>What compiling a condition says, in one line, ours and Falco's alike.</summary>
internal static class ConditionAnswer
{
    /// <summary>
    /// Null for a condition that compiles, else <c>stage at index line:column fatal: message</c>.
    /// </summary>
    public static string? ExpectedError(JsonElement line)
    {
        if (!line.TryGetProperty("error", out var error))
        {
            return null;
        }

        var position = line.TryGetProperty("position", out var p)
            ? new SourcePosition(
                p.GetProperty("index").GetInt32(), p.GetProperty("line").GetInt32(), p.GetProperty("column").GetInt32())
            : (SourcePosition?)null;

        // Two of the recordings leave "fatal" out at the stage that is always fatal.
        var stage = line.GetProperty("stage").GetString()!;
        return Format(stage, position, stage == "eventcodes" || line.TryGetProperty("fatal", out _), error.GetString()!);
    }

    public static string ExpectedWarnings(JsonElement line) => line.TryGetProperty("warnings", out var warnings)
        ? string.Join(" | ", warnings.EnumerateArray().Select(warning => warning.GetString()))
        : "";

    /// <summary>Parses and checks; the error is null for a condition that compiles.</summary>
    public static (string? Error, Expr? Expression, CheckResult? Checked) Compile(string condition)
    {
        var parsed = ConditionParser.Parse(condition, ConditionParser.RulesFileMaxDepth);
        if (parsed.Error is { } parseError)
        {
            return (Format("parse", parseError.Position, false, parseError.Message), null, null);
        }

        var result = ConditionChecker.Check(parsed.Expression!, CheckOptions.Default);
        return result.Error is { } error
            ? (Format(error.Stage.ToString().ToLowerInvariant(), error.Position, error.IsFatal, error.Message), null, null)
            : (null, parsed.Expression, result);
    }

    private static string Format(string stage, SourcePosition? at, bool fatal, string message) =>
        $"{stage}{(at is { } p ? $" at {p.Index} {p.Line}:{p.Column}" : "")}{(fatal ? " fatal" : "")}: {message}";
}
