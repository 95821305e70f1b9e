using System.Collections.Immutable;
using System.Globalization;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Testing;

/// <summary>The mistakes in tests that show only beside what they are about: the rules, the capture.</summary>
public static class RuleTestChecks
{
    /// <summary>
    /// A name that no rule has is an error, as a test of it would pass or fail for no reason; so is a pattern that no rule
    /// fits, except <c>*</c>.
    /// </summary>
    public static ImmutableArray<Diagnostic> Names(RuleFile source, RuleTestFile file, ImmutableArray<CheckedRule> rules)
    {
        var sink = new DiagnosticSink();
        sink.AddFile(source);
        var names = rules.Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var test in file.Tests)
        {
            foreach (var word in test.Matches.Where(word => !names.Contains(word.Text)))
                Report(word);
            foreach (var word in test.Not.Where(word => word.Text != "*" && !names.Any(name => Selects(word.Text, name))))
                Report(word);
        }
        return sink.ToImmutable();

        void Report(WordInFile word)
        {
            if (Nearest.Find(word.Text, names) is { } meant)
                sink.Add(Catalog.UnknownRule, word.Place, word.Text, meant);
            else
                sink.Add(Catalog.UndefinedRule, word.Place, word.Text);
        }
    }

    /// <summary>A file that a test names and that cannot be used.</summary>
    public static ImmutableArray<Diagnostic> Unusable(RuleFile source, WordInFile named, string reason)
    {
        var sink = new DiagnosticSink();
        sink.AddFile(source);
        sink.Add(Catalog.TestFileUnusable, named.Place, reason);
        return sink.ToImmutable();
    }

    /// <summary>A range that goes beyond the last event of its capture.</summary>
    public static ImmutableArray<Diagnostic> Range(RuleFile source, EventRange range, long last)
    {
        if (range.IsWhole || range.Last <= last)
            return [];
        var sink = new DiagnosticSink();
        sink.AddFile(source);
        sink.Add(Catalog.EventNotInCapture, range.Place,
            range.Last.ToString(CultureInfo.InvariantCulture), last.ToString(CultureInfo.InvariantCulture));
        return sink.ToImmutable();
    }

    /// <summary>Whether a name in <c>not</c> means a rule.</summary>
    public static bool Selects(string pattern, string rule) => WildcardPattern.Matches(pattern, rule);
}
