using RulesEngine.Compat.Scap;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Host.Rules;
using RulesEngine.Host.Sessions;
using RulesEngine.Outputs.Formatting;

namespace RulesEngine.Host.Commands;

/// <param name="Capture">The file to read, or <c>-</c>.</param>
/// <param name="Filter">A condition; null for every event.</param>
/// <param name="Format">An output format; null for the usual line.</param>
/// <param name="Rules">Rules files whose lists and macros the condition may use.</param>
/// <param name="Json">Objects instead of lines.</param>
/// <param name="Count">How many events to print at most; 0 for all.</param>
internal sealed record EventsRequest(
    string Capture, string? Filter, string? Format, IReadOnlyList<string> Rules, bool Json, long Count);

/// <summary>
/// <c>rulesengine events</c>: the events of a capture, as sysdig prints them; what one looks at to write a rule. The
/// condition and the format mean what they mean in a rule.
/// </summary>
internal static class EventsCommand
{
    private const string UsualFormat =
        "*%evt.num %evt.outputtime %evt.cpu %proc.name (%thread.tid) %evt.dir %evt.type %evt.info";

    public static int Run(EventsRequest request)
    {
        var files = RulesPaths.Read(request.Rules);
        var set = RuleSetLoader.Load(files);
        if (!LoadReport.IsUsable(set, Console.Error))
            return 1;
        var queries = new QueryCompiler(files, set);
        var filter = request.Filter is { } condition ? queries.Condition("-f", condition) : null;
        var format = queries.Format("-p", request.Format ?? UsualFormat);
        LoadReport.Write(queries.Diagnostics, Console.Error);
        if (format is null || (filter is null && request.Filter is not null))
            return 1;

        using var capture = CaptureFile.Open(request.Capture);
        using var lines = new EventLines(new EventFormatter(format), request.Json);
        Print(capture, filter is null ? null : new EventFilter(filter), lines, request.Count);
        lines.Flush();
        if (capture.Error is not { } error)
            return 0;
        Console.Error.WriteLine($"Error: {request.Capture}: {error}");
        return 1;
    }

    private static void Print(CapturePlayer capture, EventFilter? filter, EventLines lines, long count)
    {
        var printed = 0L;
        while (!lines.IsClosed && capture.MoveNext())
        {
            if (!capture.IsForRules || filter is not null && !filter.Holds(capture.Event))
                continue;
            if (lines.Write(capture.Event) && ++printed == count)
                return;
        }
    }
}
