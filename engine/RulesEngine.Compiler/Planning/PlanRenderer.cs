using System.Globalization;
using System.Text;
using System.Text.Json;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Shows plans to people (<c>rulesengine plan</c>) and to programs (the same as JSON, also at <c>/plan</c>). The
/// mechanism is a fact of the running kernel and is therefore given: <c>lsm</c> or <c>fmod_ret</c>.
/// </summary>
public static class PlanRenderer
{
    private const int WidestEvents = 40;

    /// <summary>
    /// A table with a line per rule, followed by the reasons of rules that are not enforced as asked.
    /// </summary>
    public static string ToText(IReadOnlyList<RulePlan> plans, string mechanism)
    {
        string[] header = ["RULE", "ACTION", "MODE", "TIER", "EVENTS", "DECIDED BY"];
        var rows = plans.Select(plan => Row(plan, mechanism)).Prepend(header).ToArray();
        var widths = header.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        for (var i = 0; i < rows.Length; i++)
        {
            var line = string.Join("  ", rows[i].Select((cell, column) => cell.PadRight(widths[column])));
            text.Append(line.TrimEnd()).Append('\n');
            if (i == 0)
                continue;
            foreach (var reason in plans[i - 1].Events.Where(entry => entry.Reason is not null)
                .GroupBy(entry => entry.Reason!.Text, entry => entry))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    not inline on {Join(reason.Select(entry => entry.Event))}: {reason.Key}");
                if (reason.First().Reason!.Position is >= 0 and var position)
                    text.Append(CultureInfo.InvariantCulture,
                        $" (at byte {position} of the condition or macro it stands in)");
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>One object with a member <c>rules</c>, without line breaks.</summary>
    public static string ToJson(IReadOnlyList<RulePlan> plans, string mechanism)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("rules");
            foreach (var plan in plans)
                Write(json, plan, mechanism);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The word for a tier, as tables and JSON show it.</summary>
    public static string NameOf(Tier tier) => tier switch
    {
        Tier.Inline => "inline",
        Tier.Primed => "primed",
        Tier.Held => "held",
        Tier.Late => "late",
        _ => "detect",
    };

    private static string[] Row(RulePlan plan, string mechanism)
    {
        var events = Join(plan.Events.Select(entry => entry.Event));
        if (events.Length > WidestEvents)
            events = $"{plan.Events[0].Event} and {plan.Events.Length - 1} more";
        // A rule that falls short on one event type is enforced on none.
        var hooks = plan.Events.Where(_ => plan.Tier == Tier.Inline)
            .SelectMany(entry => entry.Guarded!.Hooks).Distinct().ToArray();
        return
        [
            plan.Request.Name,
            ActionOf(plan),
            ModeOf(plan),
            NameOf(plan.Tier),
            events,
            hooks.Length > 0 ? $"{mechanism}: {Join(hooks)}" : plan.Tier == Tier.Detect ? "user space" : "not yet",
        ];
    }

    private static void Write(Utf8JsonWriter json, RulePlan plan, string mechanism)
    {
        json.WriteStartObject();
        json.WriteString("rule", plan.Request.Name);
        json.WriteString("action", ActionOf(plan));
        json.WriteString("mode", ModeOf(plan));
        json.WriteString("tier", NameOf(plan.Tier));
        json.WriteStartArray("events");
        foreach (var entry in plan.Events)
        {
            json.WriteStartObject();
            json.WriteString("event", entry.Event);
            json.WriteString("tier", NameOf(entry.Tier));
            json.WriteString("mechanism", entry.Tier switch
            {
                Tier.Inline => mechanism,
                Tier.Detect => "user space",
                _ => "",
            });
            json.WriteStartArray("hooks");
            if (entry.Tier == Tier.Inline)
            {
                foreach (var hook in entry.Guarded!.Hooks)
                    json.WriteStringValue(hook);
            }

            json.WriteEndArray();
            if (entry.Reason is { } reason)
                json.WriteString("reason", reason.Text);
            else
                json.WriteNull("reason");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string ActionOf(RulePlan plan) =>
        plan.Request.Actions.IsEmpty ? "alert" : Join(plan.Request.Actions);

    private static string ModeOf(RulePlan plan) =>
        plan.Action is null ? "" : plan.Request.Monitor ? "monitor" : "enforce";

    private static string Join(IEnumerable<string> words) => string.Join(", ", words);
}
