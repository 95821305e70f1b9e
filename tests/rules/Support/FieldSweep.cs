using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.TestSupport;

/// <summary>
/// Reads and prints every field of an event that needs no argument, and some that do: whatever the event holds, it gives
/// a value, none, or the refusal that Falco has for it.
/// </summary>
internal sealed class FieldSweep
{
    private static readonly string[] WithArgument =
        ["proc.aname[2]", "proc.env[PATH]", "evt.arg[0]", "evt.arg[1]", "evt.arg[2]", "evt.arg[3]", "evt.rawarg.res", "fd.types[1]"];

    private readonly FieldProbe[] _probes =
    [
        .. FieldTable.All.Select(definition => FieldTable.Resolve(definition.Name).Field)
            .Concat(WithArgument.Select(Resolve))
            .OfType<FieldReference>()
            .Select(field => new FieldProbe(field, ProbeRole.Printed)),
    ];

    public void Read(EventContext context)
    {
        foreach (var probe in _probes)
        {
            var mark = context.Scratch.Mark;
            var value = default(FieldValue);
            try
            {
                if (probe.TryRead(context, ref value)) FieldRenderer.Text(context, value);
            }
            catch (EvaluationException)
            {
                // Falco's own refusal to print a field of this type.
            }
            context.Scratch.Rewind(mark);
        }
    }

    private static FieldReference? Resolve(string text)
    {
        var parts = text.Split('[', ']');
        return parts.Length == 1
            ? FieldTable.Resolve(text).Field
            : FieldTable.Resolve(parts[0], System.Text.Encoding.UTF8.GetBytes(parts[1])).Field;
    }
}
