using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Testing;

namespace RulesEngine.Fuzz;

/// <summary>Files of rule tests through their reader, and what they say of rules that are not there.</summary>
internal sealed class RuleTestTarget : IFuzzTarget
{
    public string Name => "tests";

    public IReadOnlyList<byte[]> Seeds { get; } =
        [.. Inputs.Files("tests/rules/corpus/testing", "in.yaml"), .. Inputs.Files("rules/tests", "*.yaml")];

    public IReadOnlyList<string> Words { get; } =
    [
        "- ", ": ", "\n", "\n  ", "[", "]", "{", "}", "\"", "~", "tests:\n", "  - name: a\n", "event: ", "capture: x\n", "events: 1-2\n",
        "matches: ", "not: \"*\"\n", "output: ", "fields: ", "evt.type: ", "openat", "proc.aname: [a, b]", "proc.aname[2]: a", "fd.sip: ::1",
        "fd.types: [file]", "evt.arg.flags: x", "evt.rawarg.res: 1", "user.uid: -1", "evt.is_open_read: true", "99999999999999999999",
    ];

    public void Read(byte[] input)
    {
        var source = new RuleFile("fuzz.yaml", input);
        var (file, _) = RuleTestReader.Read(source);
        RuleTestChecks.Names(source, file, []);
    }
}
