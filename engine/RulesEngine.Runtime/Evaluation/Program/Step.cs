using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>One node of a compiled condition.</summary>
internal abstract class Step
{
    public abstract bool IsTrue(EventContext context);
}

internal sealed class AndStep(Step[] operands) : Step
{
    public override bool IsTrue(EventContext context)
    {
        foreach (var operand in operands)
        {
            if (!operand.IsTrue(context)) return false;
        }

        return true;
    }
}

internal sealed class OrStep(Step[] operands) : Step
{
    public override bool IsTrue(EventContext context)
    {
        foreach (var operand in operands)
        {
            if (operand.IsTrue(context)) return true;
        }

        return false;
    }
}

internal sealed class NotStep(Step operand) : Step
{
    public override bool IsTrue(EventContext context) => !operand.IsTrue(context);
}

/// <summary>
/// A comparison with constants. The one place where a missing value decides: it makes any comparison false.
/// </summary>
internal sealed class CompareStep(ValueReader left, ValueTest test) : Step
{
    public ValueReader Left => left;

    public ValueTest Test => test;

    public override bool IsTrue(EventContext context)
    {
        var value = default(FieldValue);
        return left.TryRead(context, ref value) && test.IsTrue(value, context);
    }
}

/// <summary>A list: all of its items are among the constants (<c>in</c>), or one is (<c>intersects</c>).</summary>
internal sealed class CompareListStep(ValueReader left, ComparisonOperator comparison, TextSetTest constants) : Step
{
    public override bool IsTrue(EventContext context)
    {
        var value = default(FieldValue);
        if (!left.TryRead(context, ref value)) return false;
        if (comparison == ComparisonOperator.Exists) return true;
        var wanted = comparison == ComparisonOperator.Intersects;
        for (var i = 0; i < value.ItemCount; i++)
        {
            if (constants.Contains(context.Scratch.GetItem(value.FirstItem + i)) == wanted) return wanted;
        }

        return !wanted;
    }
}
