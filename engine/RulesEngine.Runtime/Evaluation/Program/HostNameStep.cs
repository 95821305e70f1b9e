using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>
/// <c>exists</c> of the fields that are compared in a way of their own: true of any event with a known descriptor.
/// </summary>
internal sealed class FdKnownStep : Step
{
    public static readonly FdKnownStep Instance = new();

    public override bool IsTrue(EventContext context) => FdFields.Find(context) is not null;
}

/// <summary>
/// <c>fd.cip.name</c> and the like: whether an end's address is one of those that the given host names stand for. No
/// name is ever looked up here, so none stands for any address; <c>!=</c> is then true of every connected socket.
/// </summary>
internal sealed class HostNameStep(ComparisonOperator comparison) : Step
{
    public override bool IsTrue(EventContext context)
    {
        if (FdFields.Find(context) is not { IsIPSocket: true, IsRoleNone: false }) return false;
        return comparison switch
        {
            ComparisonOperator.Equal or ComparisonOperator.In => false,
            ComparisonOperator.NotEqual => true,
            _ => throw new EvaluationException("filter error: fd.*ip.name filter only supports '=' and '!=' operators"),
        };
    }
}
