using System.Text;
using RulesEngine.Compat.Describe;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Fuzz;

/// <summary>Rules files through the whole loader, as Falco reports them and as our own check does.</summary>
internal sealed class RulesFileTarget : IFuzzTarget
{
    public string Name => "rules";

    /// <summary>The cases of the project, and the items of the rules it ships, each by itself.</summary>
    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Inputs.Files("tests/rules/corpus", "in.yaml"),
        .. Inputs.Texts("tests/rules/corpus/loader", "*.txt")
            .SelectMany(table => table.Split("\n== ").Skip(1))
            .Select(block => block[(block.IndexOf('\n') + 1)..].Split("\n--\n")[0])
            .Select(Encoding.UTF8.GetBytes),
        .. Inputs.Texts("rules", "*.yaml").SelectMany(file => file.Split("\n- ").Skip(1))
            .Select(item => Encoding.UTF8.GetBytes("- " + item)),
    ];

    public IReadOnlyList<string> Words { get; } =
    [
        "- ", ": ", "\n", "\n  ", "\t", "#", "|", ">", "&a", "*a", "!!str", "---", "...", "[", "]", "{", "}", "\"", "'",
        "- rule: ", "- macro: ", "- list: ", "condition: ", "output: ", "override:\n    condition: append\n",
        "append: true\n", "exceptions:\n", "required_engine_version: 0.60.0\n", "priority: WARNING\n", "enabled: false\n",
    ];

    public byte[] Make(Random random) => Encoding.UTF8.GetBytes(new RulesFileMaker(random).Make());

    public void Read(byte[] input)
    {
        RuleFile[] files = [new("fuzz.yaml", input)];
        RuleValidation.Run(files, new LoadOptions(), asJson: false);
        RuleValidation.Run(files, new LoadOptions(), asJson: true, new DescribeRequest(null));
        RuleSetLoader.Load(files, new LoadOptions { StopAtFirstError = false });
    }
}
