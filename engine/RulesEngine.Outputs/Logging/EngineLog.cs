using RulesEngine.Outputs.Sinks;
using RulesEngine.Runtime.Matching;
using Serilog;
using Serilog.Events;

namespace RulesEngine.Outputs.Logging;

/// <summary>
/// Builds the logger of the process: what the engine says about itself, on standard error and in syslog. Alerts never
/// pass here. A failing log never disturbs the engine: Serilog isolates its sinks.
/// </summary>
public static class EngineLog
{
    /// <summary>Creates the logger; the caller disposes it last.</summary>
    /// <param name="options">Level and targets.</param>
    /// <param name="stderr">Where lines go instead of the process's standard error.</param>
    public static Serilog.Core.Logger Create(EngineLogOptions options, TextWriter? stderr = null)
    {
        var configuration = new LoggerConfiguration().MinimumLevel.Is(ToLevel(options.Level));
        if (options.Stderr)
            configuration = configuration.WriteTo.Sink(new LineLogSink(stderr ?? StandardError(), options.Layout));
        if (options.Syslog)
            configuration = configuration.WriteTo.Sink(new SyslogLogSink(new SyslogSocket(options.SyslogIdent)));
        return configuration.CreateLogger();
    }

    /// <summary>
    /// The least severe Serilog level that a Falco level lets through. Serilog has no notice: what the engine reports as
    /// information is Falco's info, so notice lets warnings through.
    /// </summary>
    public static LogEventLevel ToLevel(RulePriority level) => level switch
    {
        <= RulePriority.Critical => LogEventLevel.Fatal,
        RulePriority.Error => LogEventLevel.Error,
        RulePriority.Warning or RulePriority.Notice => LogEventLevel.Warning,
        RulePriority.Informational => LogEventLevel.Information,
        _ => LogEventLevel.Debug,
    };

    internal static RulePriority ToPriority(LogEventLevel level) => level switch
    {
        LogEventLevel.Fatal => RulePriority.Critical,
        LogEventLevel.Error => RulePriority.Error,
        LogEventLevel.Warning => RulePriority.Warning,
        LogEventLevel.Information => RulePriority.Informational,
        _ => RulePriority.Debug,
    };

    private static StreamWriter StandardError() => new(Console.OpenStandardError()) { AutoFlush = true };
}
