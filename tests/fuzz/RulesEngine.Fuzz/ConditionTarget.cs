using System.Text;
using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Fuzz;

/// <summary>Conditions through parser, printer and checker; the same text also as an output.</summary>
internal sealed class ConditionTarget : IFuzzTarget
{
    public string Name => "conditions";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Inputs.Files("tests/rules/corpus", "in.txt"),
        .. Inputs.Texts("tests/rules/corpus/conditions", "*.txt").SelectMany(table => table.Split('\n'))
            .Where(line => line.Length > 0 && line[0] is not (' ' or '#')).Select(Encoding.UTF8.GetBytes),
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        .. Operators.All, .. Operators.Modifiers, .. Operators.Transformers.Select(name => name + "("),
        " and ", " or ", " not ", "not(", "val(", "(", ")", "[", "]", "\"", "'", "\\", ",", "%", " ",
        .. FieldTable.All.Select(field => field.Name),
    ];

    public byte[] Make(Random random) => Encoding.UTF8.GetBytes(new ConditionMaker(random).Make());

    public void Read(byte[] input)
    {
        var result = ConditionParser.Parse(input, ConditionParser.RulesFileMaxDepth);
        if (result.Expression is null == result.Error is null)
        {
            throw new InvalidOperationException("a parse has both a tree and an error, or neither");
        }

        if (result.Expression is { } tree)
        {
            ConditionPrinter.Print(tree);
            ConditionChecker.Check(tree, CheckOptions.Default);
        }

        OutputTemplateParser.Parse(Encoding.UTF8.GetString(input), FieldCatalog.Default);
    }
}
