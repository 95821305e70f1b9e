using System.Text.Json.Nodes;
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
/// <c>engine.kind=replay</c>, without the need for a configuration file. Whatever the configuration says of where events
/// come from, they come from the capture that was named.
/// </summary>
internal static class ReplayCommand
{
    private const string CaptureKey = "engine.replay.capture_file";

    public static int Run(ReplayRequest request)
    {
        RefuseOtherSources(request);
        List<string> options = ["stdout_output.enabled=true"];
        if (request.Json)
            options.Add("json_output=true");
        if (request.All)
            options.Add("rule_matching=all");
        options.AddRange(request.Options);
        options.AddRange(["engine.kind=replay", CaptureKey + "=" + request.Capture]);
        var configuration = FalcoConfiguration.From(ConfigurationTree.Load(request.Configuration, options));
        return EngineRun.Run(new EngineRunRequest(configuration, request.Rules) { Capture = request.Capture, Replay = request.Extras });
    }

    /// <summary>A configuration file is also that of the live engine; an option is about this run, so it must not contradict.</summary>
    private static void RefuseOtherSources(ReplayRequest request)
    {
        var options = request.Options.Where(option => option.StartsWith("engine", StringComparison.Ordinal));
        var engine = ConfigurationTree.Load(null, options).Root["engine"] as JsonObject;
        Refuse("engine.kind", engine?["kind"], "replay");
        Refuse(CaptureKey, (engine?["replay"] as JsonObject)?["capture_file"], request.Capture);

        void Refuse(string key, JsonNode? value, string needed)
        {
            if (value is not null && value.ToString() != needed)
                throw new UserErrorException($"-o {key}={value} contradicts replay, which reads {request.Capture}; leave the option out");
        }
    }
}
