using System.CommandLine;

namespace RulesEngine.Host.Commands;

/// <summary>
/// The flags of the <c>falco</c> process as options of the root command. Their meaning is Falco's; what to do with the
/// values is the commands' business.
/// </summary>
internal sealed class FalcoOptions
{
    public Option<string?> Config { get; } = new("-c") { Description = "Configuration file (default: /etc/falco/falco.yaml).", HelpName = "path" };

    public Option<string[]> Override { get; } = new("-o", "--option")
    {
        Description = "Set a configuration value: -o key.subkey=value, -o list[]=value.",
        HelpName = "opt=val",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    public Option<string[]> Rules { get; } = new("-r") { Description = "Rules file or directory; may be repeated.", HelpName = "rules_file" };

    public Option<string[]> Validate { get; } = new("-V", "--validate") { Description = "Validate rules files and exit; may be repeated.", HelpName = "rules_file" };

    public Option<bool> Describe { get; } = new("-L") { Description = "Describe all rules and exit." };

    public Option<string?> DescribeRule { get; } = new("-l") { Description = "Describe one rule and exit.", HelpName = "rule" };

    public Option<string?> List { get; } = new("--list") { Description = "List fields (of one source) and exit.", HelpName = "source", Arity = ArgumentArity.ZeroOrOne };

    public Option<bool> ListEvents { get; } = new("--list-events") { Description = "List events and exit." };

    public Option<bool> NamesOnly { get; } = new("-N") { Description = "With --list: names only." };

    public Option<string?> Format { get; } = new("--format") { Description = "With --list, --list-events: text, markdown or json.", HelpName = "format" };

    public Option<bool> Markdown { get; } = new("--markdown") { Description = "With --list, --list-events: markdown (deprecated)." };

    public Option<bool> ListPlugins { get; } = new("--list-plugins") { Description = "List plugins and exit." };

    public Option<string?> PluginInfo { get; } = new("--plugin-info") { Description = "Describe one plugin and exit.", HelpName = "plugin_name" };

    public Option<bool> Ignored { get; } = new("-i") { Description = "List system calls ignored by default and exit." };

    public Option<bool> ConfigSchema { get; } = new("--config-schema") { Description = "Print the configuration's JSON schema and exit." };

    public Option<bool> RuleSchema { get; } = new("--rule-schema") { Description = "Print the rules' JSON schema and exit." };

    public Option<double> StopAfter { get; } = new("-M") { Description = "Stop after a number of seconds.", HelpName = "num_seconds" };

    public Option<string?> PidFile { get; } = new("-P", "--pidfile") { Description = "Write the process id to a file.", HelpName = "pid_file" };

    public Option<string?> Print { get; } = new("-p", "--print") { Description = "Append a format to every output (deprecated).", HelpName = "output_format" };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Load configuration and rules, process no events." };

    public Option<bool> Unbuffered { get; } = new("-U", "--unbuffered") { Description = "Flush every line." };

    public Option<bool> Verbose { get; } = new("-v") { Description = "Accepted; has no effect yet." };

    public Option<bool> PageSize { get; } = new("--page-size") { Description = "Print the page size and exit." };

    public Option<string[]> EnableSource { get; } = new("--enable-source") { Description = "Accepted; the only source is syscall, and it is enabled.", HelpName = "event_source" };

    public Option<string[]> DisableSource { get; } = new("--disable-source") { Description = "Accepted; the only source is syscall, and it stays enabled.", HelpName = "event_source" };

    public Option<bool> Version { get; } = new("--version") { Description = "Print version information and exit." };

    public IEnumerable<Option> All =>
    [
        Config, Override, Rules, Validate, Describe, DescribeRule, List, ListEvents, NamesOnly, Format, Markdown, ListPlugins,
        PluginInfo, Ignored, ConfigSchema, RuleSchema, StopAfter, PidFile, Print, DryRun, Unbuffered, Verbose, PageSize,
        EnableSource, DisableSource, Version,
    ];
}
