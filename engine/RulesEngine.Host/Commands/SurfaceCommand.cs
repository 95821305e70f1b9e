using System.CommandLine;
using RulesEngine.Compat.Configuration;
using RulesEngine.Compat.Describe;
using RulesEngine.Compat.Loading;
using RulesEngine.Compat.Surface;
using RulesEngine.Compiler.Loading;
using RulesEngine.Host.Rules;

namespace RulesEngine.Host.Commands;

/// <summary>The flags of the falco process that print something and end: schemas, listings, validation, descriptions.</summary>
internal static class SurfaceCommand
{
    /// <summary>Flags that need no configuration; null when none is given.</summary>
    public static int? TryRun(FalcoOptions falco, ParseResult arguments)
    {
        if (arguments.GetValue(falco.ConfigSchema))
            return Print(SurfaceText.ConfigSchema);
        if (arguments.GetValue(falco.RuleSchema))
            return Print(SurfaceText.RuleSchema);
        if (arguments.GetValue(falco.Ignored))
            return Print(EventListing.IgnoredText);
        if (arguments.GetValue(falco.ListEvents))
            return Print(ListEvents(Format(falco, arguments)));
        if (arguments.GetValue(falco.PageSize))
            return Print($"{Environment.SystemPageSize}\n");
        if (arguments.GetValue(falco.ListPlugins))
            return Print(PluginListing.All);
        if (arguments.GetValue(falco.PluginInfo) is { } plugin)
            return Print(PluginListing.Info(plugin) ?? throw new UserErrorException($"can't find plugin and no info about '{plugin}'"));
        return arguments.GetResult(falco.List) is { Implicit: false } ? ListFields(falco, arguments) : null;
    }

    /// <summary>Flags that look at the configuration; null when none is given.</summary>
    public static int? TryRun(FalcoOptions falco, ParseResult arguments, FalcoConfiguration configuration)
    {
        if (arguments.GetValue(falco.Version))
            return Print(configuration.JsonOutput ? EngineFacts.VersionJson : EngineFacts.VersionText);
        var describe = Describe(falco, arguments);
        if (arguments.GetValue(falco.Validate) is { Length: > 0 } files)
            return Validate(files, configuration, describe);
        if (describe is null)
            return null;
        var paths = arguments.GetValue(falco.Rules) is { Length: > 0 } named ? named : configuration.RulesFiles;
        var set = RuleSetLoader.Load(RulesPaths.Read(paths), ConfiguredLoad.Options(configuration, new HashSet<string>()));
        if (!LoadReport.IsUsable(set, Console.Error))
            return 1;
        return Print(configuration.JsonOutput
            ? FalcoJson.Print(RuleDescription.Create(set, describe)) + "\n"
            : RuleDescription.Table(set, describe));
    }

    private static DescribeRequest? Describe(FalcoOptions falco, ParseResult arguments) =>
        arguments.GetValue(falco.DescribeRule) is { } rule ? new DescribeRequest(rule)
        : arguments.GetValue(falco.Describe) ? new DescribeRequest(null)
        : null;

    private static int Validate(string[] paths, FalcoConfiguration configuration, DescribeRequest? describe)
    {
        var options = ConfiguredLoad.Options(configuration, new HashSet<string>());
        var outcome = RuleValidation.Run(RulesPaths.Read(paths), options, configuration.JsonOutput, describe);
        foreach (var line in outcome.LogLines)
            Console.Error.WriteLine(line);
        Console.Out.Write(outcome.StandardOutput);
        if (outcome.ErrorLine is { } error)
            Console.Error.WriteLine(error);
        return outcome.ExitCode;
    }

    private static int ListFields(FalcoOptions falco, ParseResult arguments)
    {
        var source = arguments.GetValue(falco.List) ?? "";
        if (source.Length > 0 && !FieldListing.IsSource(source))
            throw new UserErrorException(FieldListing.UnknownSource);
        if (arguments.GetValue(falco.NamesOnly))
            return Print(FieldListing.Names(source));
        return Print(Format(falco, arguments) switch
        {
            "markdown" => FieldListing.Markdown(source),
            "json" => FieldListing.Json(source),
            _ => FieldListing.Text(source),
        });
    }

    private static string ListEvents(string format) => format switch
    {
        "markdown" => EventListing.Markdown(),
        "json" => EventListing.Json(),
        _ => EventListing.Text(),
    };

    private static string Format(FalcoOptions falco, ParseResult arguments)
    {
        var format = arguments.GetValue(falco.Format);
        if (arguments.GetValue(falco.Markdown))
            return format is null ? "markdown" : throw new UserErrorException("--markdown and --format cannot be used together");
        return format is null or "text" or "markdown" or "json"
            ? format ?? "text"
            : throw new UserErrorException($"--format: '{format}' is none of text, markdown, json");
    }

    private static int Print(string text)
    {
        Console.Out.Write(text);
        return 0;
    }
}
