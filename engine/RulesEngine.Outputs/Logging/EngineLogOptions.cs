using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Logging;

/// <summary>How a log line is laid out.</summary>
public enum LogLayout
{
    /// <summary><c>Tue Nov 24 11:00:00 2026: message</c></summary>
    Text,

    /// <summary><c>2026-11-24T11:00:00+0000: message</c></summary>
    TextIso8601,

    /// <summary>One JSON object per line.</summary>
    Json,
}

/// <summary>Where the engine's own log goes and from which level on.</summary>
public sealed record EngineLogOptions
{
    /// <summary><c>log_level</c></summary>
    public RulePriority Level { get; init; } = RulePriority.Informational;

    /// <summary><c>log_stderr</c></summary>
    public bool Stderr { get; init; } = true;

    /// <summary><c>log_syslog</c></summary>
    public bool Syslog { get; init; }

    /// <summary>The layout on standard error; syslog gets the message alone, it has its own time.</summary>
    public LogLayout Layout { get; init; }

    /// <summary>The program name that syslog shows.</summary>
    public string SyslogIdent { get; init; } = "rulesengine";
}
