using System.Collections.Concurrent;

namespace RulesEngine.Plugins.Tests.Support;

/// <summary>A folder with plugins in it, a host over it, and what came of the calls.</summary>
internal sealed class PluginBench : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plugins-test-");
    private PluginHost? _host;

    public PluginLimits Limits { get; set; } = new() { CallTime = TimeSpan.FromSeconds(20) };

    public ConcurrentQueue<string> Log { get; } = new();

    public Action<string> OnLog { get; set; } = static _ => { };

    public ConcurrentQueue<string> Failures { get; } = new();

    public ConcurrentQueue<string> SwitchedOff { get; } = new();

    public PluginHost Host => _host ??= Load();

    public string this[string name] => Path.Combine(_folder.FullName, name);

    /// <summary>A plugin named test whose actions are given as the members of an object.</summary>
    public static PluginBench WithActions(string actions, string permissions = "{}", string before = "")
    {
        var bench = new PluginBench();
        bench.Add("test.js", $$"""
            export const name = "test";
            export const version = "1";
            export const permissions = {{permissions}};
            {{before}}
            export const actions = { {{actions}} };
            """);
        return bench;
    }

    public void Add(string file, string source) => File.WriteAllText(this[file], source);

    public PluginHost Load() => PluginHost.Load(
        [_folder.FullName],
        Limits,
        new PluginCallbacks
        {
            Log = (plugin, text) =>
            {
                OnLog($"{plugin}: {text}");
                Log.Enqueue($"{plugin}: {text}");
            },
            CallFailed = (plugin, action, reason) => Failures.Enqueue($"{plugin}.{action}: {reason}"),
            SwitchedOff = (plugin, failures, reason) => SwitchedOff.Enqueue($"{plugin} {failures}: {reason}"),
        });

    /// <summary>Asks for calls and waits until they are over.</summary>
    public PluginCounters Call(params string[] actions)
    {
        var before = Over();
        foreach (var action in actions)
            Assert.Equal(DispatchResult.Queued, Host.Dispatch(Request(action)));
        Assert.True(SpinWait.SpinUntil(() => Over() >= before + actions.Length, Patience), "the calls do not end");
        return Host.Counters[0];
    }

    public static ActionRequest Request(string action) => new()
    {
        Action = action,
        RuleName = "Read shadow",
        Priority = "Warning",
        Source = "syscall",
        TimeNs = 1470327477881785348,
        Hostname = "h",
        Message = "cat opens /etc/shadow",
        Tags = ["filesystem", "T1003"],
        Fields =
        [
            new ActionField("proc.name", "\"cat\""), new ActionField("fd.num", "3"),
            new ActionField("user.name", "null"), new ActionField("__proto__", "\"own\""),
        ],
        Pid = 4711,
        Verdict = "denied",
    };

    public void Dispose()
    {
        _host?.Dispose();
        _folder.Delete(recursive: true);
    }

    private long Over() => Host.Counters[0].Over;
}
