using System.Collections.Immutable;
using System.Text.Json.Nodes;
using RulesEngine.Compat.Describe;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Loading;

/// <summary>
/// What <c>-V</c> prints: <see cref="StandardOutput"/> as it is, <see cref="LogLines"/> through the log, and last
/// <see cref="ErrorLine"/> on standard error. The exit code is 1 where there is an error line.
/// </summary>
public sealed record RuleValidationOutcome(string StandardOutput, ImmutableArray<string> LogLines, string? ErrorLine)
{
    public int ExitCode => ErrorLine is null ? 0 : 1;
}

/// <summary>
/// Falco's <c>-V</c>: the files in order, each with everything before it. Errors go to standard output, warnings only to
/// the log; as JSON all goes to one object, with the description of the rules where that was asked for.
/// </summary>
public static class RuleValidation
{
    public static RuleValidationOutcome Run(
        IReadOnlyList<RuleFile> files, LoadOptions options, bool asJson, DescribeRequest? describe = null)
    {
        var contents = Contents(files);
        var set = RuleSetLoader.Load(files, options with { SchemaCheck = RuleSchema.Check });
        var log = ImmutableArray.CreateBuilder<string>();
        log.Add("Validating rules file(s):");
        log.AddRange(files.Select(file => "   " + file.Name));
        if (set.UnmetRequirement is { } unmet)
            return new("", log.ToImmutable(), "Error: " + unmet);
        if (set.RuntimeError is { } runtimeError)
            return new("", log.ToImmutable(), $"Runtime error: {runtimeError}. Exiting.");

        var summary = string.Join('\n', set.Results.Select(result => Summarize(result, contents, log)));
        var failure = set.IsSuccessful ? null : "Error: " + (asJson ? "" : summary);
        var output = asJson ? Json(set, contents, describe) : summary;
        return new(output + "\n", log.ToImmutable(), failure);
    }

    public static IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Contents(IEnumerable<RuleFile> files)
    {
        var contents = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in files)
            contents[file.Name] = file.Content;
        return contents;
    }

    private static string Summarize(
        LoadResult result,
        IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents,
        ImmutableArray<string>.Builder log)
    {
        if (!result.Successful || result.Warnings.Count == 0)
            return LoadResultText.Verbose(result, contents);
        log.Add(LoadResultText.Verbose(result, contents));
        return result.Name + ": Ok, with warnings";
    }

    private static string Json(
        RuleSet set, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> contents, DescribeRequest? describe)
    {
        var results = new JsonArray();
        foreach (var result in set.Results)
            results.Add((JsonNode)LoadResultJson.Create(result, contents));
        var json = new JsonObject { ["falco_load_results"] = results };
        if (set.IsSuccessful && describe is not null)
            json["falco_describe_results"] = RuleDescription.Create(set, describe);
        return FalcoJson.Print(json);
    }
}
