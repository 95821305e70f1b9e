using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>Fields whose value does not depend on the event.</summary>
internal static class StaticFields
{
    /// <summary>A <c>static.NAME</c> field: its value is the key of the reference.</summary>
    public static bool Value(FieldProbe probe, EventContext context, ref FieldValue value) => value.Take(probe.Key);

    public static bool Nothing(FieldProbe probe, EventContext context, ref FieldValue value) => false;
}
