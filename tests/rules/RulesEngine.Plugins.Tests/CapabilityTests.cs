using RulesEngine.Plugins.Tests.Support;

namespace RulesEngine.Plugins.Tests;

public sealed class CapabilityTests
{
    private const string Files = "{ files: true }";

    [Fact]
    public void Files_are_written_in_the_plugins_own_folder()
    {
        using var bench = PluginBench.WithActions(
            """
            async write(ctx) {
                await ctx.writeFile("a.txt", "one");
                await ctx.writeFile("a.txt", "two\n");
                await ctx.appendFile("a.txt", "three\n");
            }
            """,
            Files);
        Assert.Equal(0, bench.Call("write").Failures);
        Assert.Equal("two\nthree\n", File.ReadAllText(bench["test.data/a.txt"]));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    [InlineData("link")]
    public void A_name_that_leads_elsewhere_is_refused_and_the_plugin_can_catch_that(string name)
    {
        using var bench = PluginBench.WithActions(
            $$"""
            async write(ctx) {
                try { await ctx.writeFile("{{name}}", "x"); } catch (error) { ctx.log(`${error instanceof Error}`); }
            }
            """,
            Files);
        Directory.CreateDirectory(bench["test.data"]);
        File.WriteAllText(bench["victim"], "untouched");
        File.CreateSymbolicLink(bench["test.data/link"], bench["victim"]);
        Assert.Equal(0, bench.Call("write").Failures);
        Assert.Equal(["test: true"], bench.Log);
        Assert.Equal("untouched", File.ReadAllText(bench["victim"]));
        Assert.Equal(["link"], Directory.EnumerateFileSystemEntries(bench["test.data"]).Select(Path.GetFileName));
    }

    [Fact]
    public void What_the_manifest_does_not_ask_for_is_not_there()
    {
        using var bench = PluginBench.WithActions(
            "look(ctx) { ctx.log(`${ctx.writeFile} ${ctx.appendFile} ${ctx.http}`); }");
        bench.Call("look");
        Assert.Equal(["test: undefined undefined undefined"], bench.Log);
    }

    [Fact]
    public void A_permitted_host_gets_the_body_and_its_answer_comes_back()
    {
        using var server = new WebhookServer(201, "thanks");
        using var bench = PluginBench.WithActions(
            $$"""
            async post(ctx) {
                const answer = await ctx.http.post("{{server.Url}}hook?a=1", JSON.stringify({ text: "größer" }));
                ctx.log(`${answer.status} ${answer.body}`);
            }
            """,
            $"{{ http: ['127.0.0.1:{server.Url.Port}'] }}");
        Assert.Equal(0, bench.Call("post").Failures);
        Assert.Equal(["test: 201 thanks"], bench.Log);
        Assert.Equal(["/hook?a=1 application/json {\"text\":\"größer\"}"], server.Requests);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://example.com@127.0.0.1/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//example.com/")]
    [InlineData("http://example.com.evil.test/")]
    public void Other_hosts_are_refused(string url)
    {
        using var bench = PluginBench.WithActions(
            $"async post(ctx) {{ await ctx.http.post('{url}', 'x'); }}",
            "{ http: ['example.com', '127.0.0.1:2'] }");
        Assert.Equal(1, bench.Call("post").Failures);
        Assert.Matches("does not permit|no address", Assert.Single(bench.Failures));
    }

    [Fact]
    public void A_redirect_is_not_followed()
    {
        using var target = new WebhookServer(200, "secret");
        using var server = new WebhookServer(302, "", location: target.Url.ToString());
        using var bench = PluginBench.WithActions(
            $"async post(ctx) {{ ctx.log(String((await ctx.http.post('{server.Url}', 'x')).status)); }}",
            $"{{ http: ['127.0.0.1:{server.Url.Port}'] }}");
        bench.Call("post");
        Assert.Equal(["test: 302"], bench.Log);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public void A_server_that_does_not_answer_costs_the_time_of_the_call_and_no_more()
    {
        using var server = new WebhookServer(200, "", delay: TimeSpan.FromSeconds(30));
        using var bench = PluginBench.WithActions(
            $"async post(ctx) {{ await ctx.http.post('{server.Url}', 'x'); }}, good() {{}}",
            $"{{ http: ['127.0.0.1:{server.Url.Port}'] }}");
        bench.Limits = bench.Limits with { CallTime = TimeSpan.FromMilliseconds(300) };
        var start = TimeProvider.System.GetTimestamp();
        var counters = bench.Call("post", "good");
        Assert.Equal(1, counters.Failures + counters.Timeouts);
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 0, 15);
    }

    [Fact]
    public void Kept_texts_are_bounded_in_number_and_length()
    {
        using var bench = PluginBench.WithActions("""
            many(ctx) { for (let i = 0; i < 2000; i++) ctx.kv.set("k" + i, "v"); },
            long(ctx) { ctx.kv.set("k", "x".repeat(70000)); },
            forget(ctx) { ctx.kv.set("k0", null); ctx.log(`${ctx.kv.get("k0")} ${ctx.kv.get("k1")}`); }
            """);
        Assert.Equal(2, bench.Call("many", "long", "forget").Failures);
        Assert.Equal(["test: null v"], bench.Log);
    }
}
