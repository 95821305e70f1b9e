using RulesEngine.Plugins.Tests.Support;

namespace RulesEngine.Plugins.Tests;

public sealed class PluginHostTests
{
    [Fact]
    public void An_action_gets_the_alert_as_plain_values()
    {
        using var bench = PluginBench.WithActions("""
            async show(ctx) {
                const { log, kv, ...data } = ctx;
                ctx.log(JSON.stringify(data));
            }
            """);
        bench.Call("show");
        Assert.Equal(
            """test: {"action":"show","rule":"Read shadow","priority":"Warning","source":"syscall","timeNs":"1470327477881785348","timeMs":1470327477881,"hostname":"h","message":"cat opens /etc/shadow","tags":["filesystem","T1003"],"fields":{"proc.name":"cat","fd.num":3,"user.name":null,"__proto__":"own"},"pid":4711,"verdict":"denied"}""",
            Assert.Single(bench.Log));
    }

    [Fact]
    public void Exported_actions_are_known_by_name_and_others_are_refused()
    {
        using var bench = PluginBench.WithActions("one() {}, async two() {}");
        Assert.Equal(["one", "two"], bench.Host.ActionNames.Order());
        Assert.Equal(DispatchResult.UnknownAction, bench.Host.Dispatch(PluginBench.Request("three")));
    }

    [Fact]
    public void What_an_action_awaits_is_waited_for()
    {
        using var bench = PluginBench.WithActions("""
            async wait(ctx) {
                await null;
                await new Promise(resolve => resolve(1));
                Promise.resolve().then(() => ctx.log("set off"));
                ctx.log("awaited");
            }
            """);
        var counters = bench.Call("wait");
        Assert.Equal(["test: awaited", "test: set off"], bench.Log);
        Assert.Equal((1, 0), (counters.Runs, counters.Failures));
    }

    [Fact]
    public void Variables_live_from_call_to_call_and_kv_survives_even_a_broken_off_call()
    {
        using var bench = PluginBench.WithActions(
            """
            count(ctx) {
                ctx.kv.set("n", String(Number(ctx.kv.get("n") ?? 0) + 1));
                ctx.log(`${++calls} ${ctx.kv.get("n")}`);
            },
            hang() { for (;;); }
            """,
            before: "let calls = 0;");
        bench.Limits = bench.Limits with { CallTime = TimeSpan.FromMilliseconds(200) };
        bench.Call("count", "count", "hang", "count");
        Assert.Equal(["test: 1 1", "test: 2 2", "test: 1 3"], bench.Log);
    }

    [Theory]
    [InlineData("export const name = ;", "Unexpected token")]
    [InlineData("export const version = '1'; export const actions = { a() {} };", "text named name")]
    [InlineData("export const name = 'a b'; export const version = '1'; export const actions = { a() {} };", "letters")]
    [InlineData("export const name = 'x'; export const version = '1';", "actions")]
    [InlineData("export const name = 'x'; export const version = '1'; export const actions = {};", "empty")]
    [InlineData("export const name = 'x'; export const version = '1'; export const actions = { a: 1 };", "not a function")]
    [InlineData("export const name = 'x'; export const version = '1'; export const actions = { deny() {} };", "built in")]
    [InlineData("export const name = 'x'; export const version = '1'; export const actions = { 'signal:HUP'() {} };", "built in")]
    [InlineData("export const name = 'x'; export const version = '1'; export const permissions = { http: 'h' }; export const actions = { a() {} };", "array of hosts")]
    [InlineData("import 'fs'; export const name = 'x';", "")]
    [InlineData("throw new Error('no');", "no")]
    [InlineData("for (;;);", " too ")]
    [InlineData("const end = Date.now() + 60000; while (Date.now() < end) 'x'.repeat(1000).split('');", "")]
    [InlineData("await new Promise(() => {});", "")]
    public void A_file_that_is_no_plugin_is_left_out_with_a_reason(string source, string reason)
    {
        using var bench = PluginBench.WithActions("good() {}");
        bench.Limits = bench.Limits with { LoadTime = TimeSpan.FromMilliseconds(500) };
        bench.Add("bad.js", source);
        var error = Assert.Single(bench.Host.Errors);
        Assert.Equal(bench["bad.js"], error.File);
        Assert.Contains(reason, error.Reason);
        Assert.Equal(1, bench.Call("good").Runs);
    }

    [Fact]
    public void A_name_or_an_action_that_is_taken_leaves_the_later_plugin_out()
    {
        using var bench = PluginBench.WithActions("a() {}");
        bench.Add("u.js", "export const name = 'test'; export const version = '1'; export const actions = { b() {} };");
        bench.Add("v.js", "export const name = 'v'; export const version = '1'; export const actions = { a() {} };");
        Assert.Equal(
            ["a plugin named test is loaded already", "the action a belongs to the plugin test already"],
            bench.Host.Errors.Select(error => error.Reason));
    }

    [Fact]
    public void A_path_that_does_not_exist_is_an_error_of_loading()
    {
        using var host = PluginHost.Load(["/nowhere/x.js"], new PluginLimits(), new PluginCallbacks());
        Assert.Equal("no such file or folder", Assert.Single(host.Errors).Reason);
    }

    [Fact]
    public void A_full_queue_drops_and_counts()
    {
        using var bench = PluginBench.WithActions("""
            slow() { const end = Date.now() + 300; while (Date.now() < end); }
            """);
        bench.Limits = bench.Limits with { QueueCapacity = 2 };
        var results = Enumerable.Range(0, 10).Select(_ => bench.Host.Dispatch(PluginBench.Request("slow"))).ToList();
        var dropped = results.Count(result => result == DispatchResult.Dropped);
        Assert.InRange(dropped, 7, 8);
        Assert.Equal(dropped, bench.Host.Counters[0].Drops);
    }

    [Fact]
    public void A_plugin_that_keeps_failing_is_switched_off_and_reported_once()
    {
        using var bench = PluginBench.WithActions("bad() { throw new Error('broken'); }, good() {}");
        bench.Limits = bench.Limits with { FailuresInARow = 3 };
        bench.Call("bad", "bad", "good", "bad", "bad", "bad");

        Assert.Equal(["test 3: broken"], bench.SwitchedOff);
        Assert.Equal(5, bench.Host.Counters[0].Failures);
        Assert.True(bench.Host.Counters[0].SwitchedOff);
        Assert.Equal(DispatchResult.SwitchedOff, bench.Host.Dispatch(PluginBench.Request("good")));
    }

    [Fact]
    public void Stopping_lets_plugins_finish_what_waits()
    {
        using var bench = PluginBench.WithActions("a(ctx) { ctx.log('x'); }");
        for (var i = 0; i < 50; i++)
            bench.Host.Dispatch(PluginBench.Request("a"));
        Assert.True(bench.Host.Stop(PluginBench.Patience));
        Assert.Equal(50, bench.Log.Count);
        Assert.Equal(DispatchResult.SwitchedOff, bench.Host.Dispatch(PluginBench.Request("a")));
    }
}
