using System.Collections.Immutable;
using Jint;
using Jint.Native;
using Jint.Native.Object;

namespace RulesEngine.Plugins.Script;

/// <summary>Reads a plugin's manifest from its module's exports; what is missing or of the wrong type is a failure.</summary>
internal static class ManifestReader
{
    private const int ListMax = 100;

    public static PluginManifest Read(ObjectInstance exports)
    {
        var name = Text(exports, "name");
        if (name.Length > 64 || !name.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
            throw Bad("name may have up to 64 letters, digits, _ and -");
        var permissions = exports.Get("permissions");
        return new PluginManifest(
            name,
            Text(exports, "version"),
            Actions(exports.Get("actions")),
            permissions is ObjectInstance granted ? Hosts(granted.Get("http")) : [],
            permissions is ObjectInstance files && files.Get("files") is JsBoolean allowed && allowed.AsBoolean());
    }

    private static ImmutableArray<string> Actions(JsValue value)
    {
        if (value is not ObjectInstance actions || value.IsArray())
            throw Bad("actions must be an object of functions");
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var key in actions.GetOwnPropertyKeys(Jint.Runtime.Types.String))
        {
            if (actions.Get(key) is not Jint.Native.Function.Function)
                throw Bad($"actions.{key} is not a function");
            names.Add(key.AsString());
        }

        return names.Count is > 0 and <= ListMax ? names.ToImmutable() : throw Bad("actions is empty");
    }

    private static ImmutableArray<string> Hosts(JsValue value)
    {
        if (value.IsUndefined())
            return [];
        if (value is not JsArray hosts || hosts.Length > ListMax)
            throw Bad("permissions.http must be an array of hosts");
        var names = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < (int)hosts.Length; i++)
            names.Add(hosts[i].IsString() ? hosts[i].AsString() : throw Bad("permissions.http must hold texts"));
        return names.ToImmutable();
    }

    private static string Text(ObjectInstance exports, string name) =>
        exports.Get(name) is { } value && value.IsString() && value.AsString().Length > 0
            ? value.AsString()
            : throw Bad($"it must export a text named {name}");

    private static ScriptFailure Bad(string message) => new(message, FailureKind.Error);
}
