using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>What a call returned: the first parameter of its exit event, if that is named as a result.</summary>
internal static class EventResult
{
    /// <summary>The result as a number; false for events that have none.</summary>
    public static bool TryRead(EventContext context, out long result)
    {
        result = 0;
        if (!Has(context) || !context.Event.HasParam(0)) return false;
        result = context.Event.Int64(0);
        return true;
    }

    // Falco's rule: an exit event of a system call that is not generic and has parameters.
    private static bool Has(EventContext context)
    {
        var definition = context.Definition;
        return definition.IsExit
            && definition.Origin == EventOrigin.Syscall
            && context.Code != EventCodes.GenericExit
            && definition.Params.Length > 0
            && definition.Params[0].Type is FieldType.Errno or FieldType.Fd or FieldType.Pid or FieldType.Int64
                or FieldType.Uid or FieldType.Gid or FieldType.UInt64;
    }
}
