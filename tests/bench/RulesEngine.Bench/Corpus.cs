using RulesEngine.Compat.Scap;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.State;

namespace RulesEngine.Bench;

/// <summary>
/// The stock rules and the captures, which are not part of the tree: <c>CORPUS</c> or <c>../shared/corpus</c>.
/// </summary>
internal static class Corpus
{
    private static readonly string[] StockFiles =
        ["falco_rules.yaml", "falco-incubating_rules.yaml", "falco-sandbox_rules.yaml"];

    public static string Root => WorkingTree.Root;

    public static string Folder { get; } = Environment.GetEnvironmentVariable("CORPUS") is { Length: > 0 } set
        ? set
        : WorkingTree.Corpus;

    public static RuleFile[] StockFilesRead() =>
        [.. StockFiles.Select(name => new RuleFile(name, File.ReadAllBytes(Path.Combine(Folder, "rules", name))))];

    /// <summary>The stock rules about system calls.</summary>
    public static CheckedRule[] StockRules() =>
        [.. RuleSetLoader.Load(StockFilesRead()).Rules.Where(rule => rule.Rule.Source == "syscall")];

    public static MatchRule[] ToMatch(IEnumerable<CheckedRule> rules) =>
        [.. rules.Select(rule => new MatchRule(rule.Condition, rule.EventCodes))];

    public static string Capture(string name) => Path.Combine(Folder, "captures", name + ".scap");

    /// <summary>
    /// A capture played up to the first event that rules see and for which <paramref name="wanted"/> holds; the player
    /// is to be disposed by the caller.
    /// </summary>
    public static CapturePlayer PlayTo(string capture, Predicate<EventContext> wanted)
    {
        var player = CapturePlayer.Open(Capture(capture));
        while (player.MoveNext())
        {
            if (player.IsForRules && wanted(player.Event))
                return player;
        }

        throw new InvalidDataException($"{capture} has no such event {player.Error}");
    }
}
