using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using RulesEngine.Outputs.Alerts;
using RulesEngine.Outputs.Queueing;
using RulesEngine.Plugins;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// Where alerts leave the event thread: the output pipeline, and the plugins whose actions the rule names. Neither makes
/// the caller wait; what they cannot take is counted by them.
/// </summary>
internal sealed class AlertOutlet(OutputPipeline pipeline, PluginHost? plugins)
{
    private readonly FrozenSet<string> _pluginActions =
        (plugins?.ActionNames ?? []).ToFrozenSet(StringComparer.Ordinal);

    public OutputPipeline Pipeline => pipeline;

    public PluginHost? Plugins => plugins;

    /// <param name="alert">The alert.</param>
    /// <param name="actions">The rule's action words; those of plugins are dispatched.</param>
    /// <param name="pid">The process the event is about.</param>
    public void Post(Alert alert, ImmutableArray<string> actions, long? pid)
    {
        pipeline.TryPost(alert);
        foreach (var action in actions)
        {
            if (_pluginActions.Contains(action))
                plugins!.Dispatch(Request(alert, action, pid));
        }
    }

    private static ActionRequest Request(Alert alert, string action, long? pid) => new()
    {
        Action = action,
        RuleName = alert.RuleName,
        Priority = alert.Priority.ToName(),
        Source = alert.Source,
        TimeNs = alert.TimeNs,
        Hostname = alert.Hostname,
        Message = alert.Message,
        Tags = alert.Tags,
        Fields = [.. alert.OutputFields.Select(field => new ActionField(field.Name, Encoding.UTF8.GetString(field.Json.Span)))],
        Pid = pid,
        Verdict = alert.Enforcement?.VerdictWord,
    };
}
