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
internal sealed class TestCommand
{
    private const int Failed = 1;
    private const int BadInput = 2;

    private readonly IReadOnlyList<RuleFile> _common;
    private readonly Dictionary<string, ImmutableArray<CheckedRule>?> _loaded = new(StringComparer.Ordinal);
    private readonly ImmutableArray<TestOutcome>.Builder _outcomes = ImmutableArray.CreateBuilder<TestOutcome>();
    private readonly ImmutableArray<Diagnostic>.Builder _problems = ImmutableArray.CreateBuilder<Diagnostic>();

    private TestCommand(IReadOnlyList<RuleFile> common) => _common = common;

    /// <param name="paths">Files of tests and folders of them.</param>
    /// <param name="rulesPaths">Rules that every file is about, before those it names itself.</param>
    /// <param name="json">Whether to print for programs.</param>
    public static int Run(string[] paths, string[] rulesPaths, bool json)
    {
        try
        {
            var sources = RulesPaths.ReadSome(paths);
            var command = new TestCommand(RulesPaths.Read(rulesPaths));
            foreach (var source in sources)
                command.Run(source);
            var report = new TestReport(command._outcomes.ToImmutable(), command._problems.ToImmutable());
            Console.Out.Write(json ? report.ToJson() : report.ToText());
            return report.Problems.IsEmpty ? report.Failed == 0 ? 0 : Failed : BadInput;
        }
        catch (UserErrorException error)
        {
            Console.Error.WriteLine("Error: " + error.Message);
            return BadInput;
        }
    }

    private void Run(RuleFile source)
    {
        var (file, mistakes) = RuleTestReader.Read(source);
        _problems.AddRange(mistakes);
        if (file.Tests.IsEmpty || RulesOf(source, file) is not { } rules)
            return;
        var (done, mismatches) = new RuleTestRun(source, file, rules).Run();
        _outcomes.AddRange(done);
        _problems.AddRange(mismatches);
    }

    /// <summary>The rules a file is about; null when they cannot be used, which is then among the problems.</summary>
    private ImmutableArray<CheckedRule>? RulesOf(RuleFile source, RuleTestFile file)
    {
        var key = string.Join('\n', file.Rules.Select(named => RuleTestRun.PathOf(file, named.Text)));
        if (_loaded.TryGetValue(key, out var rules))
            return rules;
        var files = _common.ToList();
        foreach (var named in file.Rules)
        {
            try
            {
                files.AddRange(RulesPaths.Read([RuleTestRun.PathOf(file, named.Text)]));
            }
            catch (UserErrorException error)
            {
                _problems.AddRange(RuleTestChecks.Unusable(source, named, error.Message));
                return null;
            }
        }
        return _loaded[key] = Load(files);
    }

    private ImmutableArray<CheckedRule>? Load(List<RuleFile> files)
    {
        var set = RuleSetLoader.Load(files);
        if (set.IsUsable)
            return [.. set.Rules.Where(rule => rule.Rule.Source == "syscall")];
        var all = RuleSetLoader.Load(files, new LoadOptions { StopAtFirstError = false }).Diagnostics;
        _problems.AddRange(all.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return null;
    }
}
