using System.CommandLine;
using RulesEngine.Host.Sessions;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Host.Commands;

/// <summary>
/// The whole command line: the root command takes the flags of the <c>falco</c> process and behaves like it, the
/// subcommands are ours. A command's class says what it does; here stands only what it is called and takes.
/// </summary>
internal static class CommandLine
{
    public static RootCommand Build()
    {
        var falco = new FalcoOptions();
        var root = new RootCommand(
            "A Falco-compatible rules engine with inline blocking. Without a subcommand it runs like the falco process.");
        foreach (var builtIn in root.Options.Where(option => option.Name == "--version").ToList())
            root.Options.Remove(builtIn);
        foreach (var option in falco.All)
            root.Options.Add(option);
        root.SetAction(result => Guarded(() => RunCommand.Run(falco, result)));
        root.Subcommands.Add(Replay());
        root.Subcommands.Add(Events());
        root.Subcommands.Add(Plan());
        root.Subcommands.Add(Explain());
        root.Subcommands.Add(Check());
        root.Subcommands.Add(Test());
        root.Subcommands.Add(Record());
        root.Subcommands.Add(Doctor());
        root.Subcommands.Add(Unload());
        return root;
    }

    private static Argument<string[]> Files(string description) =>
        new("FILE") { Description = description, Arity = ArgumentArity.OneOrMore };

    private static Option<string[]> RulesOption() =>
        new("-r", "--rules") { Description = "Rules file or directory; may be repeated.", HelpName = "rules_file" };

    private static Option<string[]> ConfigurationOption() =>
        new("-o", "--option") { Description = "Set a configuration value; may be repeated.", HelpName = "opt=val" };

    private static Command Replay()
    {
        var file = new Argument<string>("CAPTURE") { Description = "A .scap file of Falco, sysdig or this engine." };
        var rules = RulesOption();
        var options = ConfigurationOption();
        var config = new Option<string?>("-c") { Description = "Configuration file (default: none).", HelpName = "path" };
        var json = new Option<bool>("--json") { Description = "Alerts as JSON." };
        var all = new Option<bool>("--all") { Description = "Every matching rule alerts, not only the first." };
        var summary = new Option<bool>("--summary") { Description = "End with a table of the rules that alerted, and how often." };
        var filter = new Option<string?>("-f", "--filter") { Description = "Only events for which a condition holds.", HelpName = "condition" };
        var write = new Option<string?>("--write") { Description = "Write the events to a capture that Falco and sysdig read, too.", HelpName = "file.scap" };
        var command = new Command("replay", "Run rules over a capture and print the alerts.")
        {
            file, rules, config, options, json, all, summary, filter, write,
        };
        command.SetAction(result => Guarded(() => ReplayCommand.Run(new ReplayRequest(
            result.GetRequiredValue(file), result.GetValue(rules) ?? [], result.GetValue(config), result.GetValue(options) ?? [],
            result.GetValue(json), result.GetValue(all))
        {
            Extras = new ReplayExtras
            {
                ShowsProgress = true,
                EndsWithSummary = result.GetValue(summary),
                Filter = result.GetValue(filter),
                Write = result.GetValue(write),
            },
        })));
        return command;
    }

    private static Command Events()
    {
        var file = new Argument<string>("CAPTURE") { Description = "A .scap file of Falco, sysdig or this engine; - for standard input." };
        var filter = new Option<string?>("-f", "--filter") { Description = "Only events for which a condition holds.", HelpName = "condition" };
        var format = new Option<string?>("-p", "--print")
        {
            Description = "What to print, written like a rule's output; * before it prints missing values as <NA>.",
            HelpName = "format",
        };
        var rules = new Option<string[]>("-r", "--rules") { Description = "Rules whose lists and macros the condition uses; may be repeated.", HelpName = "rules_file" };
        var json = new Option<bool>("--json") { Description = "An object of the format's fields for each event." };
        var count = new Option<long>("-n", "--count") { Description = "Stop after a number of events.", HelpName = "events" };
        var command = new Command("events", "Print the events of a capture: what one looks at to write a rule.") { file, filter, format, rules, json, count };
        command.SetAction(result => Guarded(() => EventsCommand.Run(new EventsRequest(
            result.GetRequiredValue(file), result.GetValue(filter), result.GetValue(format), result.GetValue(rules) ?? [],
            result.GetValue(json), result.GetValue(count)))));
        return command;
    }

    private static Command Plan()
    {
        var files = Files("Rules files or directories.");
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var index = new Option<bool>("--index") { Description = "Instead, show what the match index of the rules consists of." };
        var command = new Command("plan", "Show how strongly each rule is enforced, where, and why not better.") { files, json, index };
        command.SetAction(result => Guarded(() => result.GetValue(index)
            ? PlanIndexCommand.Run(result.GetRequiredValue(files), result.GetValue(json))
            : PlanCommand.Run(result.GetRequiredValue(files), result.GetValue(json))));
        return command;
    }

    private static Command Explain()
    {
        var rule = new Argument<string>("RULE") { Description = "The name of a rule." };
        var rules = RulesOption();
        rules.Required = true;
        var capture = new Option<string?>("--capture") { Description = "The capture the event is in; - is standard input.", HelpName = "file.scap" };
        var number = new Option<long?>("--event") { Description = "The number of the event in the capture, evt.num.", HelpName = "number" };
        var fields = new Option<string[]>("--field") { Description = "Instead, a field of the event; may be repeated.", HelpName = "field=value" };
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("explain", "Show why a rule matches an event or not: each comparison with the value it found.")
        {
            rule, rules, capture, number, fields, json,
        };
        command.SetAction(result => Guarded(() => ExplainCommand.Run(new ExplainRequest(
            result.GetRequiredValue(rule), result.GetRequiredValue(rules), result.GetValue(capture), result.GetValue(number),
            result.GetValue(fields) ?? [], result.GetValue(json)))));
        return command;
    }

    private static Command Check()
    {
        var files = Files("Rules files or directories.");
        var format = new Option<string>("--format") { Description = "text, json or sarif.", HelpName = "format" };
        format.AcceptOnlyFromAmong("text", "json", "sarif");
        var command = new Command("check", "Report everything wrong with rules files, with the lines and what to do.") { files, format };
        command.SetAction(result => Guarded(() => CheckCommand.Run(
            result.GetRequiredValue(files), result.GetValue(format) ?? "text")));
        return command;
    }

    private static Command Test()
    {
        var files = Files("Files of tests, or directories of such.");
        var rules = RulesOption();
        var json = new Option<bool>("--json") { Description = "The outcome as JSON." };
        var command = new Command("test", "Run tests of rules: events and the rules that must or must not match.") { files, rules, json };
        command.SetAction(result => Guarded(() => TestCommand.Run(
            result.GetRequiredValue(files), result.GetValue(rules) ?? [], result.GetValue(json))));
        return command;
    }

    private static Command Record()
    {
        var output = new Option<string>("-w", "--write") { Description = "The capture to write.", HelpName = "file.scap", Required = true };
        var seconds = new Option<double>("-M") { Description = "Stop after a number of seconds.", HelpName = "seconds" };
        var command = new Command("record", "Write what happens on this machine to a capture.") { output, seconds };
        command.SetAction(result => Guarded(() => RecordCommand.Run(
            result.GetRequiredValue(output), result.GetValue(seconds))));
        return command;
    }

    private static Command Doctor()
    {
        var json = new Option<bool>("--json") { Description = "As JSON." };
        var command = new Command("doctor", "Show what this kernel offers, what is missing and how to get it.") { json };
        command.SetAction(result => Guarded(() => DoctorCommand.Run(result.GetValue(json))));
        return command;
    }

    private static Command Unload()
    {
        var command = new Command("unload", "End all blocking: remove every pinned program, link and map.");
        command.SetAction(_ => Guarded(UnloadCommand.Run));
        return command;
    }

    /// <summary>
    /// Errors that a person can mend become one line on standard error and exit code 1; anything else is our mistake and
    /// keeps its trace.
    /// </summary>
    private static int Guarded(Func<int> command)
    {
        try
        {
            return command();
        }
        catch (UserErrorException error)
        {
            Console.Error.WriteLine("Error: " + error.Message);
            return 1;
        }
        catch (EvaluationException error)
        {
            Console.Error.WriteLine($"Runtime error: {error.Message}. Exiting.");
            return 1;
        }
        catch (Compat.Configuration.ConfigurationException error)
        {
            Console.Error.WriteLine("Error: " + error.Message);
            return 1;
        }
        catch (IOException error)
        {
            // Files that commands open are their own to report: what is left is a standard output that takes no more.
            Console.Error.WriteLine("Error: " + error.Message);
            return 1;
        }
    }
}
