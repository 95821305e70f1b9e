using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Host.Sessions;

/// <summary>
/// Whether rules could hold for what is sent and received on unix sockets, the bulk of the traffic of many machines. A
/// condition is tried on the little that is known of all of it: the kind of the descriptor, and that it has no address.
/// Whatever else a condition asks for counts as possible, so the answer no is certain.
/// </summary>
internal static class UnixTraffic
{
    private static readonly EventCodeSet Traffic = EventCodeSet.Of(
    [
        EventCodes.SendToExit, EventCodes.SendMsgExit, EventCodes.SendMmsgExit,
        EventCodes.RecvFromExit, EventCodes.RecvMsgExit, EventCodes.RecvMmsgExit,
    ]);

    private static readonly HashSet<string> WithoutValue = new(StringComparer.Ordinal)
    {
        "fd.ip", "fd.cip", "fd.sip", "fd.lip", "fd.rip", "fd.port", "fd.cport", "fd.sport", "fd.lport", "fd.rport",
        "fd.net", "fd.cnet", "fd.snet", "fd.lnet", "fd.rnet", "fd.l4proto",
    };

    public static bool Concerns(IEnumerable<CheckedRule> rules) =>
        rules.Any(rule => !rule.EventCodes.Intersect(Traffic).IsEmpty && Possible(rule.Condition) != false);

    /// <summary>True and false where that is certain, else null.</summary>
    private static bool? Possible(ConditionNode node)
    {
        switch (node)
        {
            case AndNode and:
                var all = and.Operands.Select(Possible).ToList();
                return all.Contains(false) ? false : all.TrueForAll(one => one == true) ? true : null;
            case OrNode or:
                var any = or.Operands.Select(Possible).ToList();
                return any.Contains(true) ? true : any.TrueForAll(one => one == false) ? false : null;
            case NotNode not:
                return !Possible(not.Operand);
            case ComparisonNode { Left: FieldSource { Field: var field }, Modifier: OperatorModifier.None, Right: null } comparison:
                if (WithoutValue.Contains(field.Definition.Name))
                    return false;
                return field.Definition.Name switch
                {
                    "fd.typechar" => Compare(comparison, "u"u8),
                    "fd.type" => Compare(comparison, "unix"u8),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static bool? Compare(ComparisonNode comparison, ReadOnlySpan<byte> value)
    {
        var isNamed = false;
        foreach (var constant in comparison.Constants)
            isNamed |= constant.Text.Span.SequenceEqual(value);
        return comparison.Operator switch
        {
            ComparisonOperator.Equal or ComparisonOperator.In => isNamed,
            ComparisonOperator.NotEqual => !isNamed,
            _ => null,
        };
    }
}
