using RulesEngine.Plugins.Tests.Support;

namespace RulesEngine.Plugins.Tests;

/// <summary>Plugins that mean harm: each call is bounded, counted, and the next one works.</summary>
public sealed class HostilePluginTests
{
    [Theory]
    [InlineData("an endless loop", "for (;;);", "took too long")]
    [InlineData("an endless loop that catches", "for (;;) { try { for (;;); } catch { } finally { } }", "took too long")]
    [InlineData("an endless loop after an await", "await null; for (;;);", "took too long")]
    [InlineData("endless promises", "const f = () => Promise.resolve().then(f); await f();", "")]
    [InlineData("endless promises in the background", "const f = () => { Promise.resolve().then(f); }; f();", "")]
    [InlineData("a promise that is never kept", "await new Promise(() => {});", "promised what it never did")]
    [InlineData("deep recursion", "const f = n => f(n + 1) + 1; f(0);", "went too deep")]
    [InlineData("deep recursion that catches", "const f = () => { try { f(); } catch { f(); } }; f();", "")]
    [InlineData("recursion through getters", "const o = { get x() { return this.x; } }; o.x;", "went too deep")]
    [InlineData("recursion through toString", "const o = { toString() { return `${o}`; } }; `${o}`;", "")]
    [InlineData("growing text", "let s = 'x'; for (;;) s += s;", "")]
    [InlineData("growing array", "const a = []; for (;;) a.push({});", "")]
    [InlineData("a slow regular expression", "/^(a+)+$/.test('a'.repeat(40) + 'b'); for (;;);", "")]
    [InlineData("an exception without text", "throw { get message() { for (;;); } };", "an object was thrown")]
    [InlineData("an exception whose text loops", "throw { toString() { for (;;); } };", "took too long")]
    [InlineData("shared structure as JSON", "let a = []; for (let i = 0; i < 40; i++) a = [a, a]; JSON.stringify(a);", "")]
    [InlineData("shared structure made flat", "let a = []; for (let i = 0; i < 40; i++) a = [a, a]; a.flat(Infinity);", "")]
    [InlineData("shared structure as text", "let a = []; for (let i = 0; i < 40; i++) a = [a, a]; a.toLocaleString();", "")]
    [InlineData("a square of matches", "[...'a'.repeat(1e5).matchAll(/(?=(a*))/g)]; for (;;);", "")]
    [InlineData("an endless array-like", "Array.prototype.fill.call({ length: 2 ** 53 - 1 }, 0);", "")]
    [InlineData("a result that is a trap", "return { then() { for (;;); } };", "took too long")]
    [InlineData("an exception that is a trap", "throw new Proxy({}, { get() { for (;;); } });", "took too long")]
    [InlineData("a deep object as text", "let o = {}; for (let i = 0; i < 20000; i++) o = { o }; JSON.stringify(o); for (;;);", "")]
    public void A_hostile_call_is_bounded_and_counted_and_the_next_one_works(string what, string body, string reason)
    {
        _ = what;
        using var bench = PluginBench.WithActions($"async evil(ctx) {{ {body} }}, good(ctx) {{ ctx.log('fine'); }}");
        bench.Limits = new PluginLimits
        {
            CallTime = TimeSpan.FromSeconds(1),
            CallMemoryBytes = 16 * 1024 * 1024,
            Statements = int.MaxValue - 1,
        };
        var counters = bench.Call("evil", "good");
        Assert.Equal(1, counters.Failures + counters.Timeouts);
        Assert.Contains(reason, Assert.Single(bench.Failures));
        Assert.Equal(["test: fine"], bench.Log);
        Assert.False(counters.SwitchedOff);
    }

    [Fact]
    public void Statements_are_counted()
    {
        using var bench = PluginBench.WithActions("evil() { for (let i = 0; i < 2000; i++) i; }, good() {}");
        bench.Limits = bench.Limits with { Statements = 1000 };
        Assert.Equal(1, bench.Call("evil", "good").Failures);
        Assert.Equal(["test.evil: ran too many statements"], bench.Failures);
    }

    [Theory]
    [InlineData("'x'.repeat(5e8)")]
    [InlineData("'x'.padStart(5e8)")]
    [InlineData("'x'.padEnd(5e8, 'y')")]
    [InlineData("'x'.repeat(1e6).replaceAll('x', 'y'.repeat(1000))")]
    [InlineData("'x'.repeat(1e6).replace(/x/g, 'y'.repeat(1000))")]
    [InlineData("new Array(1e5).fill('x'.repeat(1e5)).join('')")]
    [InlineData("new Array(4e9 / 2)")]
    [InlineData("new ArrayBuffer(1e9)")]
    [InlineData("Array.from({ length: 1e9 })")]
    [InlineData("'x'.repeat({ valueOf() { return 5e8; } })")]
    [InlineData("String.prototype.repeat.call({ toString: () => 'x'.repeat(1e5) }, 1e5)")]
    public void A_value_that_would_take_much_memory_in_one_step_is_refused(string expression)
    {
        using var bench = PluginBench.WithActions($"evil(ctx) {{ {expression}; }}, good(ctx) {{ ctx.log('fine'); }}");
        bench.Limits = bench.Limits with { CallMemoryBytes = 16 * 1024 * 1024 };
        var before = Environment.WorkingSet;
        var counters = bench.Call("evil", "good");
        Assert.Equal(1, counters.Failures);
        Assert.Equal(["test: fine"], bench.Log);
        Assert.True(Environment.WorkingSet - before < 300_000_000, "the process grew");
    }

    [Theory]
    [InlineData("System")]
    [InlineData("importNamespace")]
    [InlineData("clr")]
    [InlineData("host")]
    [InlineData("require")]
    [InlineData("process")]
    [InlineData("Deno")]
    [InlineData("setTimeout")]
    [InlineData("ArrayBuffer")]
    [InlineData("Uint8Array")]
    [InlineData("Atomics")]
    [InlineData("BigInt")]
    [InlineData("Intl")]
    [InlineData("Temporal")]
    [InlineData("Iterator")]
    [InlineData("[].values().map")]
    [InlineData("ShadowRealm")]
    public void There_is_no_such_global(string name)
    {
        using var bench = PluginBench.WithActions($"look(ctx) {{ ctx.log(typeof {name}); }}");
        bench.Call("look");
        Assert.Equal("test: undefined", Assert.Single(bench.Log));
    }

    [Theory]
    [InlineData("eval('1')")]
    [InlineData("new Function('return 1')()")]
    [InlineData("(() => {}).constructor('return 1')()")]
    [InlineData("(async () => {}).constructor('return 1')()")]
    [InlineData("ctx.log.constructor('return 1')()")]
    [InlineData("await import('fs')")]
    [InlineData("await import('/etc/passwd')")]
    [InlineData("ctx.log.GetType()")]
    [InlineData("ctx.log({ toString() { return 'x'; } })")]
    [InlineData("(function() { return this; })().x")]
    public void What_leads_out_of_the_world_fails(string expression)
    {
        using var bench = PluginBench.WithActions($"async look(ctx) {{ ctx.kv.set('got', String({expression})); }}");
        Assert.Equal(1, bench.Call("look").Failures);
    }

    [Theory]
    [InlineData("a() { 1n; }", "BigInt is not available (line 5)")]
    [InlineData("*a() {}", "a generator is not available (line 5)")]
    [InlineData("a() { async function* g() {} }", "a generator is not available (line 5)")]
    public void Source_with_what_nothing_can_hold_in_is_refused(string actions, string reason)
    {
        using var bench = PluginBench.WithActions(actions);
        Assert.Equal(reason, Assert.Single(bench.Host.Errors).Reason);
    }

    [Fact]
    public void Source_that_nests_without_end_is_refused()
    {
        using var bench = PluginBench.WithActions($"a() {{ return {new string('(', 200_000)}1{new string(')', 200_000)}; }}");
        Assert.Single(bench.Host.Errors);
    }

    [Fact]
    public void What_was_changed_in_the_built_ins_works_as_before()
    {
        using var bench = PluginBench.WithActions("""
            look(ctx) {
                ctx.log(JSON.stringify([
                    [1, [2, [3]]].flat(), [1, [2, [3]]].flat(Infinity), [, 1, [, 2]].flat(), [1, [2]].toLocaleString(),
                    "a1b2".replace(/\d/g, d => d * 2), "a,b".split(/,/), [..."a1b2".matchAll(/\d/g)].length, /b/.exec("abc").index,
                    "x-y".replace("-", "+"), "aa".replaceAll("a", "b"), "ab".repeat(2), "a".padStart(3, "-"), [1, null, "x"].join("-"),
                ]));
                ctx.log(JSON.stringify({ a: 1, x: [{ a: 2, b: 3 }], u: undefined, d: new Date(0) }, ["a", "x"]));
                ctx.log(JSON.stringify({ a: 1, b: "x" }, (key, value) => typeof value === "number" ? value + 1 : value, 1));
            }
            """);
        Assert.Equal(0, bench.Call("look").Failures);
        Assert.Equal(
            [
                """test: [[1,2,[3]],[1,2,3],[1,2],"1,2","a2b4",["a","b"],2,1,"x+y","bb","abab","--a","1--x"]""",
                """test: {"a":1,"x":[{"a":2}]}""",
                "test: {\n \"a\": 2,\n \"b\": \"x\"\n}",
            ],
            bench.Log);
    }

    [Fact]
    public void Nothing_of_dotnet_shows_in_the_context()
    {
        using var bench = PluginBench.WithActions(
            """
            look(ctx) {
                const seen = new Set();
                const walk = (value, path) => {
                    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
                    seen.add(value);
                    for (const key of Reflect.ownKeys(value)) {
                        if (/GetType|Handle|Assembly|Engine|Invoke/.test(String(key))) ctx.log(`${path}.${String(key)}`);
                        const at = Reflect.getOwnPropertyDescriptor(value, key);
                        walk(at.value, `${path}.${String(key)}`);
                    }
                    walk(Object.getPrototypeOf(value), `${path}.[[Prototype]]`);
                };
                walk(ctx, "ctx");
                walk(globalThis, "globalThis");
                ctx.log(`${seen.size > 100}`);
            }
            """,
            permissions: "{ http: ['h'], files: true }");
        bench.Call("look");
        Assert.Equal(["test: true"], bench.Log);
    }

    [Fact]
    public void Spoiled_prototypes_do_not_change_what_the_next_call_gets()
    {
        using var bench = PluginBench.WithActions("""
            evil() {
                Object.defineProperty(Object.prototype, "rule", { set() { throw 1; }, get() { return "mine"; } });
                Object.prototype.polluted = true;
                Array.prototype.push = () => { throw 1; };
                Promise.prototype.then = () => { throw 1; };
                JSON.parse = () => "mine";
                String.prototype.toString = () => "mine";
            },
            async good(ctx) { ctx.log(ctx.rule); ctx.log(ctx.fields["proc.name"]); ctx.log(String(ctx.tags.length)); }
            """);
        var counters = bench.Call("evil", "good");
        Assert.Equal(0, counters.Failures);
        Assert.Equal(["test: Read shadow", "test: cat", "test: 2"], bench.Log);
    }

    [Fact]
    public void A_plugin_that_removes_its_actions_fails_and_harms_nobody()
    {
        using var bench = PluginBench.WithActions("evil() { delete actions.good; }, good() {}");
        var counters = bench.Call("evil", "good");
        Assert.Equal(1, counters.Failures);
    }

    [Fact]
    public void What_a_plugin_keeps_cannot_grow_without_end()
    {
        using var bench = PluginBench.WithActions(
            "keep(ctx) { kept.push('x'.repeat(500000) + ctx.timeNs); ctx.log(String(kept.length)); }",
            before: "const kept = [];");
        bench.Limits = bench.Limits with { WorldMemoryBytes = 20_000_000 };
        bench.Call([.. Enumerable.Repeat("keep", 100)]);
        var most = bench.Log.Max(line => int.Parse(line["test: ".Length..], System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(most, 2, 40);
        Assert.Equal(0, bench.Host.Counters[0].Failures);
    }

    [Fact]
    public void A_call_that_cannot_be_broken_off_costs_its_plugin_only()
    {
        using var bench = PluginBench.WithActions("stuck(ctx) { ctx.log('stuck'); }");
        bench.Limits = bench.Limits with
        {
            CallTime = TimeSpan.FromMilliseconds(50),
            StuckTime = TimeSpan.FromMilliseconds(50),
        };
        bench.Add("other.js", """
            export const name = "other";
            export const version = "1";
            export const actions = { other(ctx) { ctx.log("fine"); } };
            """);
        // What holds the thread is the host's own log: nothing in script can be kept from being broken off so surely.
        using var gate = new ManualResetEventSlim();
        bench.OnLog = line =>
        {
            if (line.EndsWith("stuck", StringComparison.Ordinal))
                gate.Wait();
        };
        var host = bench.Host;
        host.Dispatch(PluginBench.Request("stuck"));
        host.Dispatch(PluginBench.Request("other"));
        Assert.True(SpinWait.SpinUntil(() => !bench.SwitchedOff.IsEmpty, PluginBench.Patience));
        Assert.Equal(["test 1: a call is stuck and cannot be broken off"], bench.SwitchedOff);
        Assert.True(SpinWait.SpinUntil(() => bench.Log.Contains("other: fine"), PluginBench.Patience));
        Assert.Equal(1, host.Counters.Single(plugin => plugin.SwitchedOff).Timeouts);
        Assert.Equal(DispatchResult.SwitchedOff, host.Dispatch(PluginBench.Request("stuck")));
        gate.Set();
    }

    [Fact]
    public void The_log_of_a_call_is_bounded()
    {
        using var bench = PluginBench.WithActions("flood(ctx) { for (let i = 0; i < 1000; i++) ctx.log('x'.repeat(5000)); }");
        bench.Call("flood");
        Assert.Equal(20, bench.Log.Count);
        Assert.All(bench.Log, line => Assert.Equal("test: ".Length + 1000, line.Length));
    }
}
