using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>
/// <c>proc.aname</c> and the other ancestor fields without an index: true when some ancestor, from the parent on,
/// satisfies the comparison. So <c>!=</c> asks for an ancestor that differs. A set of process ids contains nothing.
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
                : ValueTest.Create(FieldType.Pid, comparison)),
        "proc.aname" => new AncestorStep(AncestorText.Name, ValueTest.Create(FieldType.CharBuf, comparison)),
        "proc.aexe" => new AncestorStep(AncestorText.Exe, ValueTest.Create(FieldType.CharBuf, comparison)),
        "proc.aexepath" => new AncestorStep(AncestorText.ExePath, ValueTest.Create(FieldType.CharBuf, comparison)),
        "proc.acmdline" => new AncestorStep(AncestorText.CommandLine, ValueTest.Create(FieldType.CharBuf, comparison)),
        _ => new AncestorStep(AncestorText.Environment, ValueTest.Create(FieldType.CharBuf, comparison)),
    };

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
