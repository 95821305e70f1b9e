using System.CommandLine;
using RulesEngine.Compat.Configuration;
using RulesEngine.Host.Sessions;

namespace RulesEngine.Host.Commands;

/// <summary>The root command: what the <c>falco</c> process does with the same flags.</summary>
internal static class RunCommand
{
    private const string DefaultConfiguration = "/etc/falco/falco.yaml";

    public static int Run(FalcoOptions falco, ParseResult arguments)
    {
        if (SurfaceCommand.TryRun(falco, arguments) is { } exit)
            return exit;
        var configuration = FalcoConfiguration.From(ConfigurationTree.Load(
            ConfigurationFile(arguments.GetValue(falco.Config), falco, arguments), arguments.GetValue(falco.Override) ?? []));
        if (SurfaceCommand.TryRun(falco, arguments, configuration) is { } configured)
            return configured;
        return EngineRun.Run(new EngineRunRequest(configuration, arguments.GetValue(falco.Rules) ?? [])
        {
            DryRun = arguments.GetValue(falco.DryRun),
            Unbuffered = arguments.GetValue(falco.Unbuffered),
            StopAfter = TimeSpan.FromSeconds(arguments.GetValue(falco.StopAfter)),
            PidFile = arguments.GetValue(falco.PidFile),
        });
    }

    /// <summary>The default file need not exist when rules are named or validated: the defaults do.</summary>
    private static string? ConfigurationFile(string? named, FalcoOptions falco, ParseResult arguments)
    {
        if (named is not null)
            return File.Exists(named) ? named : throw new UserErrorException($"Could not find configuration file at {named}");
        if (File.Exists(DefaultConfiguration))
            return DefaultConfiguration;
        return arguments.GetValue(falco.Rules) is { Length: > 0 } || arguments.GetValue(falco.Validate) is { Length: > 0 }
            ? null
            : throw new UserErrorException($"Could not find configuration file at {DefaultConfiguration}");
    }
}
