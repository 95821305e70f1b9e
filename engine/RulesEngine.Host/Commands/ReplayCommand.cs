using RulesEngine.Compat.Configuration;
using RulesEngine.Host.Sessions;

namespace RulesEngine.Host.Commands;

/// <param name="Capture">The file to read.</param>
/// <param name="Rules">Rules files and folders; the configuration's when empty.</param>
/// <param name="Configuration">The configuration file, or null for none.</param>
/// <param name="Options">Values over the configuration's.</param>
/// <param name="Json">Alerts as JSON.</param>
/// <param name="All">Every matching rule alerts.</param>
internal sealed record ReplayRequest(
    string Capture, IReadOnlyList<string> Rules, string? Configuration, IReadOnlyList<string> Options, bool Json, bool All)
{
    public ReplayExtras Extras { get; init; } = new();
}

/// <summary>
/// <c>rulesengine replay</c>: rules over a capture, alerts on standard output, statistics at the end: the root command with
/// <c>engine.kind=replay</c>, without the need for a configuration file.
/// </summary>
internal static class ReplayCommand
{
    public static int Run(ReplayRequest request)
    {
        List<string> options = ["engine.kind=replay", "engine.replay.capture_file=" + request.Capture, "stdout_output.enabled=true"];
        if (request.Json)
            options.Add("json_output=true");
        if (request.All)
            options.Add("rule_matching=all");
        options.AddRange(request.Options);
        var configuration = FalcoConfiguration.From(ConfigurationTree.Load(request.Configuration, options));
        return EngineRun.Run(new EngineRunRequest(configuration, request.Rules) { Replay = request.Extras });
    }
}
