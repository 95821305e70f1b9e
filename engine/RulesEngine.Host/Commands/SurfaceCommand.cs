using System.CommandLine;
using RulesEngine.Compat.Configuration;
using RulesEngine.Compat.Loading;
using RulesEngine.Compat.Surface;
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
        if (arguments.GetValue(falco.PageSize))
            return Print($"{Environment.SystemPageSize}\n");
        return null;
    }

    /// <summary>Flags that look at the configuration; null when none is given.</summary>
    public static int? TryRun(FalcoOptions falco, ParseResult arguments, FalcoConfiguration configuration)
    {
        if (arguments.GetValue(falco.Validate) is { Length: > 0 } files)
            return Validate(files, configuration);
        return null;
    }

    private static int Validate(string[] paths, FalcoConfiguration configuration)
    {
        var options = ConfiguredLoad.Options(configuration, new HashSet<string>());
        var outcome = RuleValidation.Run(RulesPaths.Read(paths), options, configuration.JsonOutput);
        foreach (var line in outcome.LogLines)
            Console.Error.WriteLine(line);
        Console.Out.Write(outcome.StandardOutput);
        if (outcome.ErrorLine is { } error)
            Console.Error.WriteLine(error);
        return outcome.ExitCode;
    }

    private static int Print(string text)
    {
        Console.Out.Write(text);
        return 0;
    }
}
