namespace RulesEngine.Plugins.Script;

/// <summary>
/// What is changed in a new world before the plugin's module is run: built-ins that make large values in one step get
/// a bound, and what a plugin has no use for and that could not be bounded is taken away.
/// </summary>
internal static class Hardening
{
    private static readonly string[] Removed =
    [
        "ArrayBuffer", "SharedArrayBuffer", "Atomics", "DataView", "ShadowRealm", "BigInt", "WebAssembly",
        "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
        "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
    ];

    public static string Script(int valueLength) => $$"""
        (() => {
            const limit = {{valueLength}};
            const text = String.prototype;
            const apply = Reflect.apply;
            const tooLong = () => { throw new RangeError("the value would be too long"); };
            const bound = (prototype, name, length) => {
                const original = prototype[name];
                const bounded = { [name](...args) {
                    if (!(length(this, args) <= limit)) tooLong();
                    return apply(original, this, args);
                } }[name];
                Object.defineProperty(prototype, name, { value: bounded });
            };
            const number = value => { const n = +value; return n === n ? n : 0; };
            bound(text, "repeat", (self, [count]) => `${self}`.length * number(count));
            bound(text, "padStart", (_, [length]) => number(length));
            bound(text, "padEnd", (_, [length]) => number(length));
            bound(text, "replaceAll", (self, [pattern, by]) =>
                typeof by === "string" ? `${self}`.length * (by.length + 1) : 0);
            bound(text, "replace", (self, [pattern, by]) =>
                typeof by === "string" ? `${self}`.length * (by.length + 1) : 0);
            bound(Array.prototype, "join", (self, [separator]) => {
                const between = separator === undefined ? 1 : `${separator}`.length;
                let total = 0;
                for (let i = 0; i < self.length && total <= limit; i++) {
                    const item = self[i];
                    total += between + (typeof item === "string" ? item.length : 16);
                }
                return total;
            });
            for (const name of {{Names()}}) delete globalThis[name];
        })();
        """;

    private static string Names() => "[" + string.Join(",", Removed.Select(name => $"\"{name}\"")) + "]";
}
