using System.CommandLine;
using System.Text.Json;
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
        var options = (arguments.GetValue(falco.Override) ?? []).Concat(Appended(arguments.GetValue(falco.Print)));
        var configuration = FalcoConfiguration.From(ConfigurationTree.Load(
            ConfigurationFile(arguments.GetValue(falco.Config), falco, arguments), options));
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

    /// <summary><c>-p</c> appends a format to every output; the words for containers and pods no longer mean anything, as in Falco.</summary>
    private static IEnumerable<string> Appended(string? format) =>
        format is null or "c" or "container" or "k" or "kubernetes"
            ? []
            : [$"append_output[]={{\"extra_output\": \"{JsonEncodedText.Encode(format)}\"}}"];

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
