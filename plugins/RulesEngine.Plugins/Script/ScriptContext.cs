using System.Globalization;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Interop;
using RulesEngine.Plugins.Capabilities;

namespace RulesEngine.Plugins.Script;

/// <summary>
/// Builds the argument an action gets: the alert as plain JavaScript values and the few functions a plugin may call.
/// Everything in it is made for this one call, so a plugin that spoils it spoils nothing else.
/// </summary>
internal sealed class ScriptContext
{
    private const int LogLinesMax = 20;
    private const int LogTextMax = 1000;

    private readonly ScriptWorld _world;
    private readonly PluginCapabilities _capabilities;
    private int _logLines;

    private ScriptContext(ScriptWorld world, PluginCapabilities capabilities)
    {
        _world = world;
        _capabilities = capabilities;
    }

    public static JsObject Create(ScriptWorld world, ActionRequest request, PluginCapabilities capabilities)
    {
        var builder = new ScriptContext(world, capabilities);
        var context = builder.Alert(request);
        builder.AddFunctions(context);
        return context;
    }

    private JsObject Alert(ActionRequest request)
    {
        var context = new JsObject(_world.Engine);
        Put(context, "action", new JsString(request.Action));
        Put(context, "rule", new JsString(request.RuleName));
        Put(context, "priority", new JsString(request.Priority));
        Put(context, "source", new JsString(request.Source));
        // Nanoseconds do not fit a number exactly.
        Put(context, "timeNs", new JsString(request.TimeNs.ToString(CultureInfo.InvariantCulture)));
        Put(context, "timeMs", new JsNumber(Math.Floor(request.TimeNs / 1e6)));
        Put(context, "hostname", new JsString(request.Hostname));
        Put(context, "message", new JsString(request.Message));
        Put(context, "tags", new JsArray(_world.Engine, [.. request.Tags.Select(tag => new JsString(tag))]));
        Put(context, "fields", Fields(request));
        Put(context, "pid", request.Pid is { } pid ? new JsNumber(pid) : JsValue.Null);
        Put(context, "verdict", request.Verdict is { } verdict ? new JsString(verdict) : JsValue.Null);
        return context;
    }

    private JsObject Fields(ActionRequest request)
    {
        var fields = new JsObject(_world.Engine);
        foreach (var field in request.Fields)
            Put(fields, field.Name, new JsonParser(_world.Engine).Parse(field.Json));
        return fields;
    }

    private void AddFunctions(JsObject context)
    {
        Function(context, "log", 1, Log);

        var store = new JsObject(_world.Engine);
        Function(store, "get", 1, args =>
            _capabilities.Store.Get(Text(args, 0)) is { } value ? new JsString(value) : JsValue.Null);
        Function(store, "set", 2, args =>
        {
            var value = At(args, 1);
            _capabilities.Store.Set(Text(args, 0), value is JsNull or JsUndefined ? null : Text(args, 1));
            return JsValue.Undefined;
        });
        Put(context, "kv", store);

        if (_capabilities.Files is { } files)
        {
            Function(context, "writeFile", 2, args => Done(() => files.Write(Text(args, 0), Text(args, 1))));
            Function(context, "appendFile", 2, args => Done(() => files.Append(Text(args, 0), Text(args, 1))));
        }

        if (_capabilities.Http is { } http)
        {
            var client = new JsObject(_world.Engine);
            Function(client, "post", 3, args => Promise(() => Post(http, args)));
            Put(context, "http", client);
        }
    }

    private JsValue Log(JsValue[] args)
    {
        if (_logLines++ >= LogLinesMax)
            return JsValue.Undefined;
        var text = Text(args, 0);
        _capabilities.Log(text.Length > LogTextMax ? text[..LogTextMax] : text);
        return JsValue.Undefined;
    }

    private JsObject Post(PluginHttp http, JsValue[] args)
    {
        var type = At(args, 2) is JsUndefined ? "application/json" : Text(args, 2);
        var answer = http.Post(Text(args, 0), Text(args, 1), type, _world.TimeLeft);
        var result = new JsObject(_world.Engine);
        Put(result, "status", new JsNumber(answer.Status));
        Put(result, "body", new JsString(answer.Body));
        return result;
    }

    private JsValue Done(Action action) => Promise(() =>
    {
        action();
        return JsValue.Undefined;
    });

    /// <summary>Does the work at once and hands its outcome back as a promise, as script expects of such calls.</summary>
    private JsValue Promise(Func<JsValue> work)
    {
        var promise = _world.Engine.Advanced.RegisterPromise();
        try
        {
            promise.Resolve(work());
        }
        catch (CapabilityException refusal)
        {
            promise.Reject(Error(refusal));
        }

        return promise.Promise;
    }

    private void Function(JsObject owner, string name, int length, Func<JsValue[], JsValue> body) =>
        Put(owner, name, new ClrFunction(
            _world.Engine,
            name,
            (_, args) =>
            {
                try
                {
                    return body(args);
                }
                catch (CapabilityException refusal)
                {
                    throw new JavaScriptException(Error(refusal));
                }
            },
            length));

    private Jint.Native.Object.ObjectInstance Error(CapabilityException refusal) =>
        _world.Engine.Intrinsics.Error.Construct(refusal.Message);

    /// <summary>An own property, whatever setters script has put on prototypes.</summary>
    private static void Put(JsObject owner, string name, JsValue value) => owner.FastSetDataProperty(name, value);

    private static JsValue At(JsValue[] args, int index) => index < args.Length ? args[index] : JsValue.Undefined;

    /// <summary>Only texts and numbers: turning an object into a text would run script.</summary>
    private static string Text(JsValue[] args, int index) => At(args, index) switch
    {
        JsString text => text.ToString(),
        JsNumber number => number.ToString(),
        JsBoolean flag => flag.ToString(),
        _ => throw new CapabilityException($"argument {index + 1} must be a text"),
    };
}
