using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>
/// <c>fd.ip</c>, <c>fd.net</c>, <c>fd.port</c> and <c>fd.proto</c>: true when either end of the socket satisfies the
/// comparison, for <c>!=</c> when both do. They are compared in Falco's own way: a set of addresses contains nothing,
/// of several networks only the first counts, a modifier is not looked at, and ports have no <c>intersects</c>.
/// </summary>
internal sealed class EitherEndStep : Step
{
    private readonly ComparisonOperator _comparison;
    private readonly ValueTest _test;
    private readonly bool _isPort;

    private EitherEndStep(ComparisonOperator comparison, ValueTest test, bool isPort)
    {
        _comparison = comparison;
        _test = test;
        _isPort = isPort;
    }

    public static EitherEndStep Create(string field, ComparisonNode comparison)
    {
        var isPort = field is "fd.port" or "fd.proto";
        var type = field switch
        {
            "fd.ip" => FieldType.IPAddr,
            "fd.net" => FieldType.IPNet,
            _ => FieldType.Port,
        };
        var constants = comparison.Constants;
        var test = comparison.Operator switch
        {
            ComparisonOperator.In or ComparisonOperator.Intersects when field == "fd.ip" => NeverTest.Instance,
            ComparisonOperator.In or ComparisonOperator.Intersects when field == "fd.net" =>
                ValueTest.Create(type, comparison.Operator, constants.Length > 1 ? constants[..1] : constants),
            _ => ValueTest.Create(type, comparison.Operator, constants),
        };
        return new EitherEndStep(comparison.Operator, test, isPort);
    }

    public override bool IsTrue(EventContext context)
    {
        if (FdFields.Find(context) is not { } fd || !(fd.IsIPSocket || fd.IsServerSocket)) return false;
        if (_isPort && _comparison == ComparisonOperator.Intersects)
            throw new EvaluationException("filter error: unsupported port comparison operator");
        var isFirst = IsTrueFor(fd, isSource: true, context);
        if (fd.IsServerSocket) return isFirst;
        if (_comparison == ComparisonOperator.NotEqual) return isFirst && IsTrueFor(fd, isSource: false, context);
        return isFirst || IsTrueFor(fd, isSource: false, context);
    }

    private bool IsTrueFor(FdInfo fd, bool isSource, EventContext context)
    {
        var value = FieldValue.Of(_isPort ? FieldType.Port : FieldType.IPAddr);
        if (_isPort) value.Number = FdSocketFields.Port(fd, isSource);
        else value.Bytes = FdSocketFields.Address(fd, isSource);
        return _test.IsTrue(value, context);
    }
}
