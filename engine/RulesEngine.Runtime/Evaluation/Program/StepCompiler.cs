using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>Chooses the step for every node of a condition. Fields that Falco compares in a way of their own come first.</summary>
internal static class StepCompiler
{
    public static Step Compile(ConditionNode node) => node switch
    {
        AndNode and => new AndStep([.. and.Operands.Select(Compile)]),
        OrNode or => new OrStep([.. or.Operands.Select(Compile)]),
        NotNode not => new NotStep(Compile(not.Operand)),
        ComparisonNode comparison => CompileComparison(comparison),
        _ => throw new ArgumentException($"no step for {node.GetType().Name}", nameof(node)),
    };

    /// <summary>The step of a leaf; both the plain program and the residual code make their comparisons with it.</summary>
    public static Step CompileComparison(ComparisonNode comparison)
    {
        if (comparison.Left is FieldSource field && CompileSpecial(field.Field, comparison) is { } special) return special;
        var left = ValueReader.Create(comparison.Left, ProbeRole.Compared);
        if (comparison.Right is { } right)
        {
            return new CompareFieldsStep(
                left, ValueReader.Create(right, ProbeRole.Compared), comparison.Operator, comparison.Left);
        }

        if (comparison.Left.IsList)
        {
            var texts = comparison.Constants.Select(constant => constant.Bytes.ToArray()).ToArray();
            return new CompareListStep(left, comparison.Operator, new TextSetTest(texts));
        }

        return new CompareStep(left, ValueTest.Create(comparison.Left.Type, comparison));
    }

    private static Step? CompileSpecial(FieldReference field, ComparisonNode comparison)
    {
        switch (field.Definition.Name)
        {
            case "fd.ip" or "fd.net" or "fd.port" or "fd.proto" or "fd.cip.name" or "fd.sip.name" or "fd.lip.name"
                or "fd.rip.name" when comparison.Operator == ComparisonOperator.Exists:
                return FdKnownStep.Instance;
            case "fd.ip":
            case "fd.net":
            case "fd.port":
            case "fd.proto":
                return EitherEndStep.Create(field.Definition.Name, comparison);
            case "fd.cip.name":
            case "fd.sip.name":
            case "fd.lip.name":
            case "fd.rip.name":
                return new HostNameStep(comparison.Operator);
            case "evt.rawarg":
                return new RawArgumentStep(new FieldProbe(field, ProbeRole.Compared), comparison);
            case "evt.around":
                return new AroundStep(field.Index, comparison);
            case "proc.apid" or "proc.aname" or "proc.aexe" or "proc.aexepath" or "proc.acmdline" when !field.HasArgument:
            case "proc.aenv" when field.Key.Length == 0:
                return AncestorStep.Create(field, comparison);
            default:
                return null;
        }
    }
}
