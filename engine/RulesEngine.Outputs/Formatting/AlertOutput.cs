using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Outputs.Formatting;

/// <summary>A key that the configuration adds beside the output's own fields.</summary>
/// <param name="Key">The key in <c>output_fields</c>.</param>
/// <param name="Template">What it holds.</param>
/// <param name="IsRaw">Whether it is one field's typed value; else the formatted text.</param>
public sealed record ExtraOutput(string Key, OutputTemplate Template, bool IsRaw);

/// <summary>
/// What a rule's alerts have in common, prepared once: its name and the readers of every value in its output. Belongs
/// to the thread that formats, as readers remember the last event.
/// </summary>
public sealed class AlertOutput
{
    public AlertOutput(
        string ruleName,
        RulePriority priority,
        string source,
        ImmutableArray<string> tags,
        OutputTemplate output,
        ImmutableArray<ExtraOutput> extras)
    {
        RuleName = ruleName;
        Priority = priority;
        Source = source;
        Tags = tags;
        Message = new PreparedTemplate(output);
        Fields = Message.Fields;
        Extras = [.. extras.Select(extra => new PreparedExtra(extra))];
    }

    public string RuleName { get; }

    public RulePriority Priority { get; }

    public string Source { get; }

    public ImmutableArray<string> Tags { get; }

    internal PreparedTemplate Message { get; }

    internal ImmutableArray<PreparedField> Fields { get; }

    internal ImmutableArray<PreparedExtra> Extras { get; }
}

internal sealed class PreparedExtra(ExtraOutput extra)
{
    public string Key { get; } = extra.Key;

    public bool IsRaw { get; } = extra.IsRaw;

    public PreparedTemplate Template { get; } = new(extra.Template);
}
