using System.Collections.Frozen;
using System.Globalization;
using RulesEngine.Compat.Configuration;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Host.Rules;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Formatting;
using RulesEngine.Outputs.Logging;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Outputs.Statistics;
using RulesEngine.Plugins;
using RulesEngine.Runtime.Matching;
using Serilog;
using Serilog.Core;

namespace RulesEngine.Host.Sessions;

/// <param name="Configuration">The effective configuration.</param>
/// <param name="Rules">Rules files and folders over those of the configuration; empty for the configuration's.</param>
internal sealed record EngineRunRequest(FalcoConfiguration Configuration, IReadOnlyList<string> Rules)
{
    public bool DryRun { get; init; }

    public bool Unbuffered { get; init; }

    /// <summary>Zero for no bound.</summary>
    public TimeSpan StopAfter { get; init; }

    public string? PidFile { get; init; }

    /// <summary>The capture to replay, whatever the configuration says; null for events from where that says.</summary>
    public string? Capture { get; init; }

    /// <summary>What a replay does beside running the rules.</summary>
    public ReplayExtras Replay { get; init; } = new();

    public IReadOnlyList<string> RulesPaths => Rules.Count > 0 ? Rules : Configuration.RulesFiles;
}

/// <summary>What people ask of a replay beyond what Falco does.</summary>
internal sealed record ReplayExtras
{
    /// <summary>Whether to show how far it is.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>Whether it ends with a table instead of Falco's statistics.</summary>
    public bool EndsWithSummary { get; init; }

    /// <summary>A condition; only events for which it holds are for the rules.</summary>
    public string? Filter { get; init; }

    /// <summary>The capture to write the events to.</summary>
    public string? Write { get; init; }
}

/// <summary>
/// One run of the engine from configuration to exit code: logger, plugins, rules, sinks, then a replay or a live session,
/// and everything ended in reverse. Nothing touches the kernel before the rules are known to be good.
/// </summary>
internal static class EngineRun
{
    public static int Run(EngineRunRequest request)
    {
        var configuration = request.Configuration;
        using var log = CreateLog(configuration);
        OutputPipeline? outputs = null;
        using var plugins = LoadPlugins(configuration, log, alert => outputs?.TryPost(alert));
        var source = new RulesSource(request, plugins?.ActionNames.ToFrozenSet(StringComparer.Ordinal) ?? FrozenSet<string>.Empty);
        if (source.Load(Console.Error) is not { } rules)
            return 1;
        if (request.DryRun)
            return 0;
        if (request.PidFile is { } pidFile)
            WriteProcessId(pidFile);

        using var progress = request.Replay.ShowsProgress ? ReplayProgress.OnTerminal() : null;
        using var pipeline = new OutputPipeline(
            SinkSet.Options(configuration), SinkSet.Create(configuration, request.Unbuffered, log, progress), log, TimeProvider.System);
        outputs = pipeline;
        var formatter = new AlertFormatter(new AlertFormatOptions
        {
            IsoTime = configuration.IsoTime,
            Hostname = Hostname,
        });
        var alerts = new RuleAlerts(
            formatter, new AlertOutlet(pipeline, plugins), configuration.MatchAll ? RuleMatching.All : RuleMatching.First);
        var drops = new DropWatch(configuration, pipeline, log);
        var exit = (request.Capture is null ? configuration.Engine : EngineKind.Replay) switch
        {
            EngineKind.Replay => Replay(request, rules, alerts, drops, progress),
            EngineKind.Live => Live(request, source, rules, alerts, drops, log),
            _ => throw new UserErrorException("engine.kind nodriver has no events without a plugin that is a source, and there are none yet"),
        };
        plugins?.Stop(TimeSpan.FromSeconds(5));
        pipeline.Stop(TimeSpan.FromSeconds(5));
        Console.Out.Flush();
        var counts = alerts.Count((source.Current ?? rules).Rules);
        if (request.Replay.EndsWithSummary)
        {
            RuleSummary.Write(Console.Out, counts);
            return exit;
        }
        ClosingStatistics.WriteDetections(Console.Out, counts.AsSpan());
        ClosingStatistics.WriteDrops(Console.Error, drops.Occurrences, drops.ActionsTaken);
        return exit;
    }

    private static void WriteProcessId(string file)
    {
        try
        {
            File.WriteAllText(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not write the process id to {file}: {error.Message}", error);
        }
    }

    /// <summary>Falco's variable, so that dashboards keep their host names.</summary>
    internal static string Hostname =>
        Environment.GetEnvironmentVariable("FALCO_HOSTNAME") is { Length: > 0 } name ? name : Environment.MachineName;

    private static int Live(
        EngineRunRequest request, RulesSource source, ActiveRules rules, RuleAlerts alerts, DropWatch drops, ILogger log)
    {
        using var run = new LiveRun(request, source, alerts, drops, log);
        return run.Run(rules);
    }

    private static int Replay(
        EngineRunRequest request, ActiveRules rules, RuleAlerts alerts, DropWatch drops, ReplayProgress? progress)
    {
        var capture = request.Capture ?? request.Configuration.CaptureFile;
        EventFilter? filter = null;
        if (request.Replay.Filter is { } condition && (filter = Compile(condition, request, rules)) is null)
            return 1;
        using var copy = request.Replay.Write is { } path ? CaptureCopy.Create(path, capture) : null;
        var session = new ReplaySession(capture, rules, alerts)
        {
            StopAfterNs = (ulong)(request.StopAfter.TotalSeconds * 1e9),
            Drops = drops,
            Filter = filter,
            Copy = copy,
            Progress = progress,
        };
        var outcome = session.Run();
        progress?.Dispose();
        // Of a damaged capture the events before the damage are worth having; of a file that is none, nothing is.
        if (outcome.Error is null || outcome.Events > 0)
            copy?.Complete();
        if (outcome.Error is null)
            return 0;
        Console.Error.WriteLine("Error: " + outcome.Error);
        return 1;
    }

    /// <summary>Null after what is wrong with the condition has been written.</summary>
    private static EventFilter? Compile(string condition, EngineRunRequest request, ActiveRules rules)
    {
        var queries = new QueryCompiler(RulesPaths.Read(request.RulesPaths), rules.Set);
        var query = queries.Condition("-f", condition);
        LoadReport.Write(queries.Diagnostics, Console.Error);
        return query is null ? null : new EventFilter(query);
    }

    private static Logger CreateLog(FalcoConfiguration configuration) => EngineLog.Create(new EngineLogOptions
    {
        Level = RulePriorityNames.TryParse(configuration.LogLevel, out var level) ? level : RulePriority.Informational,
        Stderr = configuration.LogStderr,
        Syslog = configuration.LogSyslog && configuration.Tree.Files.Count > 0,
    });

    private static PluginHost? LoadPlugins(FalcoConfiguration configuration, ILogger log, Action<Alert> raise)
    {
        if (configuration.Plugins.Count == 0)
            return null;
        var internalAlerts = new InternalAlerts(Hostname, TimeZoneInfo.Local, TimeProvider.System);
        var plugins = PluginHost.Load(configuration.Plugins, new PluginLimits(), new PluginCallbacks
        {
            Log = (plugin, text) => log.Information("plugin {Plugin}: {Text}", plugin, text),
            CallFailed = (plugin, action, reason) => log.Warning("plugin {Plugin}: action {Action} failed: {Reason}", plugin, action, reason),
            SwitchedOff = (plugin, failures, reason) =>
            {
                log.Error("plugin {Plugin} is switched off after {Failures} failures in a row: {Reason}", plugin, failures, reason);
                raise(internalAlerts.PluginSwitchedOff(plugin, failures, reason));
            },
        });
        if (plugins.Errors is [var first, ..])
        {
            plugins.Dispose();
            throw new UserErrorException($"plugin {first.File} cannot be loaded: {first.Reason}");
        }
        return plugins;
    }
}
