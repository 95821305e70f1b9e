using RulesEngine.Outputs.Logging;
using RulesEngine.Runtime.Matching;
using Serilog.Core;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>A logger whose lines a test can read, without their time.</summary>
internal sealed class LogLines : IDisposable
{
    private const int TimeLength = 26;

    private readonly StringWriter _text = new();

    public LogLines() => Logger = EngineLog.Create(new EngineLogOptions { Level = RulePriority.Debug }, _text);

    public Logger Logger { get; }

    public IReadOnlyList<string> Messages
    {
        get
        {
            var lines = _text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return [.. lines.Select(line => line[TimeLength..])];
        }
    }

    public void Dispose() => Logger.Dispose();
}
