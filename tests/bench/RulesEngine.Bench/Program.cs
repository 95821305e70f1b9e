using System.Globalization;
using RulesEngine.Bench;
using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Compiler.Loading;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;
using RulesEngine.Syntax.Grammar;

// Times what a user waits for and what every event pays:
//   RulesEngine.Bench [load] [match] [replay]
// All without an argument. Numbers of one machine at one time: compare lines of one run only.
if (!Directory.Exists(Corpus.Folder))
{
    Console.Error.WriteLine($"no corpus at {Corpus.Folder}: set CORPUS");
    return 2;
}

var files = Corpus.StockRules();
var loaded = RuleSetLoader.Load(files);
if (args.Length == 0 || args.Contains("load"))
{
    Load();
}

if (args.Length == 0 || args.Contains("match"))
{
    Match("synthetic_scenario");
    Match("live_syscalls");
}

if (args.Length == 0 || args.Contains("replay"))
{
    Replay("live_syscalls");
}

return 0;

void Load()
{
    var texts = loaded.Rules.Select(rule => rule.Rule.ConditionText).ToList();
    Measurement.Compare("condition", texts.Count, ("parse (macros by name)", () =>
    {
        foreach (var text in texts)
        {
            ConditionParser.Parse(text, ConditionParser.RulesFileMaxDepth);
        }
    }
    ), ("check (macros written out)", () =>
    {
        foreach (var rule in loaded.Rules)
        {
            ConditionChecker.Check(rule.Rule.Condition, CheckOptions.Default);
        }
    }
    ));
    var rules = MatchRules();
    Measurement.Compare(
        "load",
        1,
        ($"load {loaded.Rules.Length} stock rules", () => RuleSetLoader.Load(files)),
        ("build their match index", () => MatchIndex.Build(MatchPlanner.Plan([.. rules]))));
}

void Match(string capture)
{
    var rules = MatchRules();
    var index = MatchIndex.Build(MatchPlanner.Plan([.. rules]));
    var programs = rules.Select(rule => ConditionProgram.Compile(rule.Condition)).ToArray();
    var found = new int[index.RuleCount];
    var events = Corpus.Play(capture, _ => { });
    Measurement.Compare(
        $"event of {capture}",
        events,
        ("state only", () => Corpus.Play(capture, _ => { })),
        ("state and match index", () => Corpus.Play(capture, context => index.Match(context, RuleMatching.All, found))),
        ("state and one rule after another", () => Corpus.Play(capture, context =>
        {
            for (var i = 0; i < programs.Length; i++)
            {
                if (rules[i].EventCodes.Contains(context.Code))
                {
                    var mark = context.Scratch.Mark;
                    programs[i].Evaluate(context);
                    context.Scratch.Rewind(mark);
                }
            }
        })));
}

void Replay(string capture)
{
    var index = MatchIndex.Build(MatchPlanner.Plan([.. MatchRules()]));
    var found = new int[index.RuleCount];
    var events = 0;
    var watch = System.Diagnostics.Stopwatch.StartNew();
    while (watch.Elapsed.TotalSeconds < 5)
    {
        events += Corpus.Play(capture, context => index.Match(context, RuleMatching.First, found));
    }

    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"replay of {capture}: {events / watch.Elapsed.TotalSeconds:F0} events per second, with opening and tables"));
}

List<MatchRule> MatchRules() => loaded.Rules
    .Where(rule => rule.Rule.Source == "syscall")
    .Select(rule => new MatchRule(rule.Condition, rule.EventCodes))
    .ToList();
