namespace RulesEngine.Plugins.Script;

/// <summary>
/// What is changed in a new world before the plugin's module is run. Jint looks at its limits between statements and in
/// most long loops of its built-ins; here the rest gets a bound: built-ins that make a large value in one step, and
/// those that can run for ever without a statement. What a plugin has no use for and that could not be bounded goes.
/// </summary>
internal static class Hardening
{
    /// <summary>BigInt and all that leads to one: its arithmetic has no bound. Memory that the limits do not see.</summary>
    private static readonly string[] Removed =
    [
        "BigInt", "Temporal", "Intl", "Iterator", "ArrayBuffer", "SharedArrayBuffer", "Atomics", "DataView", "ShadowRealm",
        "WebAssembly", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array",
        "Uint32Array", "Float16Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
    ];

    public static string Script(int valueLength) => $$"""
        (() => {
            const limit = {{valueLength}};
            const { apply } = Reflect;
            const { isArray } = Array;
            const tooLong = () => { throw new RangeError("the value would be too long"); };
            const number = value => { const n = +value; return n === n ? n : 0; };
            const replace = (owner, name, make) => {
                const value = make(owner[name]);
                Object.defineProperty(value, "name", { value: typeof name === "symbol" ? "" : name });
                Object.defineProperty(owner, name, { value, enumerable: false });
            };

            // Built-ins whose result is long in one step: the length is worked out first.
            const bound = (owner, name, length) => replace(owner, name, original => function (...args) {
                if (!(length(this, args) <= limit)) tooLong();
                return apply(original, this, args);
            });
            const replaced = (self, [pattern, by]) =>
                typeof by === "string" ? `${self}`.length * (by.length + 1) : 0;
            bound(String.prototype, "repeat", (self, [count]) => `${self}`.length * number(count));
            bound(String.prototype, "padStart", (_, [length]) => number(length));
            bound(String.prototype, "padEnd", (_, [length]) => number(length));
            bound(String.prototype, "replaceAll", replaced);
            bound(String.prototype, "replace", replaced);
            bound(Array.prototype, "join", (self, [separator]) => {
                const between = separator === undefined ? 1 : `${separator}`.length;
                let total = 0;
                for (let i = 0; i < self.length && total <= limit; i++) {
                    const item = self[i];
                    total += between + (typeof item === "string" ? item.length : 16);
                }
                return total;
            });

            // Built-ins that walk shared structure again and again: they run as script, or call script at each step, so
            // that the limits see them.
            const { join } = Array.prototype;
            replace(Array.prototype, "toLocaleString", () => function () { return apply(join, this, []); });
            replace(Array.prototype, "flat", () => function (depth = 1) {
                const result = [];
                const walk = (list, left) => {
                    for (let i = 0; i < list.length; i++) {
                        if (!(i in list)) continue;
                        if (isArray(list[i]) && left >= 1) walk(list[i], left - 1);
                        else result[result.length] = list[i];
                    }
                };
                walk(this, number(depth));
                return result;
            });
            replace(JSON, "stringify", original => function (value, replacer, space) {
                const names = isArray(replacer) ? new Set(replacer.map(String)) : null;
                let total = 0;
                return original(value, function (key, item) {
                    if (names !== null && key !== "" && !isArray(this) && !names.has(key)) return undefined;
                    const result = typeof replacer === "function" ? apply(replacer, this, [key, item]) : item;
                    total += key.length + (typeof result === "string" ? result.length : 8);
                    if (total > limit) tooLong();
                    return result;
                }, space);
            });
            // Each match of a search then passes through script.
            replace(RegExp.prototype, "exec", original => function (text) { return apply(original, this, [text]); });

            // A chain of these is as deep on the native stack as it is long, and nothing guards that.
            const iterator = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
            for (const name of ["map", "filter", "take", "drop", "flatMap"]) delete iterator[name];

            delete Date.prototype.toTemporalInstant;
            for (const name of {{Names()}}) delete globalThis[name];
        })();
        """;

    private static string Names() => "[" + string.Join(",", Removed.Select(name => $"\"{name}\"")) + "]";
}
