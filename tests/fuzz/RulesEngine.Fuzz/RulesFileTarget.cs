using RulesEngine.Compiler.Loading;

namespace RulesEngine.Fuzz;

/// <summary>Rules files through the whole loader.</summary>
internal sealed class RulesFileTarget : IFuzzTarget
{
    public string Name => "rules";

    public IReadOnlyList<byte[]> Seeds { get; } = Inputs.Files("rules", "*.yaml");

    public IReadOnlyList<string> Words { get; } =
    [
        "- ", ": ", "\n", "\n  ", "\t", "#", "|", ">", "&a", "*a", "!!str", "---", "...", "[", "]", "{", "}", "\"", "'",
        "- rule: ", "- macro: ", "- list: ", "condition: ", "output: ", "override:\n    condition: append\n",
        "append: true\n", "exceptions:\n", "required_engine_version: 0.60.0\n", "priority: WARNING\n", "enabled: false\n",
    ];

    public void Read(byte[] input) => RuleSetLoader.Load([new RuleFile("fuzz.yaml", input)]);
}
