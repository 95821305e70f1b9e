using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>
/// <c>proc.aname</c> and the other ancestor fields without an index: true when some ancestor, from the parent on,
/// satisfies the comparison (<c>proc.aenv</c> also with an index). So <c>!=</c> asks for an ancestor that differs. A set of process ids contains nothing, and
/// with a modifier only the first constant counts.
/// </summary>
internal sealed class AncestorStep : Step
{
    private readonly AncestorText? _text;
    private readonly ValueTest _test;

    private AncestorStep(AncestorText? text, ValueTest test)
    {
        _text = text;
        _test = test;
    }

    public static AncestorStep Create(FieldReference field, ComparisonNode comparison) => field.Definition.Name switch
    {
        "proc.apid" => new AncestorStep(
            null,
            comparison.Operator is ComparisonOperator.In or ComparisonOperator.Intersects
                ? NeverTest.Instance
                : Test(FieldType.Pid, comparison)),
        "proc.aname" => new AncestorStep(AncestorText.Name, Test(FieldType.CharBuf, comparison)),
        "proc.aexe" => new AncestorStep(AncestorText.Exe, Test(FieldType.CharBuf, comparison)),
        "proc.aexepath" => new AncestorStep(AncestorText.ExePath, Test(FieldType.CharBuf, comparison)),
        "proc.acmdline" => new AncestorStep(AncestorText.CommandLine, Test(FieldType.CharBuf, comparison)),
        _ => new AncestorStep(AncestorText.Environment, Test(FieldType.CharBuf, comparison)),
    };

    private static ValueTest Test(FieldType type, ComparisonNode comparison) => comparison.Modifier == OperatorModifier.None
        ? ValueTest.Create(type, comparison)
        : ValueTest.Create(type, comparison.Operator, comparison.Constants);

    public override bool IsTrue(EventContext context)
    {
        if (context.Thread is not { } thread) return false;
        foreach (var ancestor in Lineage.Ancestors(context, thread))
        {
            var value = FieldValue.Of(_text is null ? FieldType.Pid : FieldType.CharBuf);
            if (_text is { } text)
            {
                var mark = context.Scratch.Mark;
                AncestorFields.Append(context.Scratch, ancestor!, text);
                value.Bytes = context.Scratch.Since(mark);
            }
            else
            {
                value.Number = ancestor!.Pid;
            }

            if (_test.IsTrue(value, context)) return true;
        }

        return false;
    }
}
