using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Compiler.Testing;
using RulesEngine.Host.Rules;
using RulesEngine.Host.Testing;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Host.Commands;

/// <summary>
/// <c>rulesengine test</c>: runs the tests that stand next to rules. Exit code 0 when all passed, 1 when one failed, 2 when
/// the tests or their rules cannot be used. Needs no rights.
/// </summary>
internal static class TestCommand
{
    private const int Failed = 1;
    private const int BadInput = 2;

    /// <param name="paths">Files of tests and folders of them.</param>
    /// <param name="rulesPaths">Rules that every file is about, before those it names itself.</param>
    /// <param name="json">Whether to print for programs.</param>
    public static int Run(string[] paths, string[] rulesPaths, bool json)
    {
        try
        {
            var report = RunAll(RulesPaths.Read(paths), rulesPaths);
            Console.Out.Write(json ? report.ToJson() : report.ToText());
            return report.Problems.IsEmpty ? report.Failed == 0 ? 0 : Failed : BadInput;
        }
        catch (UserErrorException error)
        {
            Console.Error.WriteLine("Error: " + error.Message);
            return BadInput;
        }
    }

    private static TestReport RunAll(IReadOnlyList<RuleFile> sources, string[] rulesPaths)
    {
        var outcomes = ImmutableArray.CreateBuilder<TestOutcome>();
        var problems = ImmutableArray.CreateBuilder<Diagnostic>();
        var loaded = new Dictionary<string, RuleSet>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var (file, mistakes) = RuleTestReader.Read(source);
            problems.AddRange(mistakes);
            if (file.Tests.IsEmpty)
                continue;
            string[] named = [.. rulesPaths, .. file.Rules.Select(rules => RuleTestRun.PathOf(file, rules.Text))];
            if (named.Length == 0)
                throw new UserErrorException($"{source.Name}: no rules to test: name files under `rules`, or give -r");
            var key = string.Join('\n', named);
            if (!loaded.TryGetValue(key, out var set))
            {
                set = loaded[key] = RuleSetLoader.Load(RulesPaths.Read(named));
                problems.AddRange(set.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
            }
            if (!set.IsUsable)
                continue;
            var (done, mismatches) = new RuleTestRun(source, file, [.. set.Rules.Where(IsTestable)]).Run();
            outcomes.AddRange(done);
            problems.AddRange(mismatches);
        }
        return new TestReport(outcomes.ToImmutable(), problems.ToImmutable());
    }

    private static bool IsTestable(CheckedRule rule) => rule.Rule.Source == "syscall";
}
