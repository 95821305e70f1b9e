using System.Text.Json;
using RulesEngine.Plugins.Tests.Support;

namespace RulesEngine.Plugins.Tests;

/// <summary>Runs each plugin that is shipped as an example, as it is.</summary>
public sealed class ExamplePluginTests
{
    private static readonly string Examples = Path.Combine(WorkingTree.Root, "plugins", "examples");

    [Fact]
    public void Every_example_loads()
    {
        using var host = PluginHost.Load([Examples], new PluginLimits(), new PluginCallbacks());
        Assert.Empty(host.Errors);
        Assert.Equal(["notify", "webhook"], host.Manifests.Select(manifest => manifest.Name));
    }

    [Fact]
    public void Notify_appends_a_line_for_each_alert()
    {
        using var bench = new PluginBench();
        bench.Add("notify.js", File.ReadAllText(Path.Combine(Examples, "notify.js")));
        Assert.Equal(0, bench.Call("notify", "notify").Failures);
        Assert.Equal(
            Enumerable.Repeat("2016-08-04T16:17:57.881Z Warning denied Read shadow: cat opens /etc/shadow", 2),
            File.ReadAllLines(bench["notify.data/alerts.log"]));
    }

    [Fact]
    public void Webhook_posts_once_a_minute_for_each_rule_and_counts_the_rest()
    {
        using var server = new WebhookServer(204, "");
        using var bench = new PluginBench();
        bench.Add("webhook.js", Source(server));
        var host = bench.Host;
        Assert.Equal(0, bench.Call("notify_team", "notify_team", "notify_team").Failures);
        host.Dispatch(PluginBench.Request("notify_team") with { TimeNs = 1470327477881785348 + 61_000_000_000 });
        Assert.True(host.Stop(PluginBench.Patience));

        Assert.Equal(2, server.Requests.Count);
        using var first = JsonDocument.Parse(server.Requests[0].Split(' ', 3)[2]);
        Assert.Equal("[Warning] cat opens /etc/shadow", first.RootElement.GetProperty("text").GetString());
        Assert.Equal("cat", first.RootElement.GetProperty("fields").GetProperty("proc.name").GetString());
        Assert.Contains("(and 2 more like it)", server.Requests[1]);
    }

    [Fact]
    public void Webhook_fails_when_the_receiver_does()
    {
        using var server = new WebhookServer(500, "");
        using var bench = new PluginBench();
        bench.Add("webhook.js", Source(server));
        Assert.Equal(1, bench.Call("notify_team").Failures);
        Assert.Equal(["webhook.notify_team: the webhook answered 500"], bench.Failures);
    }

    /// <summary>The example with its address changed to the test's, as its head says one should.</summary>
    private static string Source(WebhookServer server)
    {
        var source = File.ReadAllText(Path.Combine(Examples, "webhook.js"));
        Assert.Contains("127.0.0.1:8065", source);
        return source.Replace("127.0.0.1:8065", $"127.0.0.1:{server.Url.Port}", StringComparison.Ordinal);
    }
}
