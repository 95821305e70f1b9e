using Jint;
using Jint.Constraints;
using Jint.Native;
using Jint.Native.Object;

namespace RulesEngine.Plugins.Script;

/// <summary>
/// One JavaScript engine with one module in it, closed in on all sides: no .NET, no other modules, no text turned into
/// code, no shared memory; bounded time, memory, statements, recursion, regular expressions. After a limit was hit its
/// state is unknown, so the owner throws it away and makes another.
/// </summary>
internal sealed class ScriptWorld : IDisposable
{
    private const string ModuleName = "plugin";

    private readonly Engine _engine;
    private readonly OperationDeadlineConstraint _deadline = new();
    private long _started;
    private TimeSpan _budget;

    public ScriptWorld(string source, PluginLimits limits)
    {
        _engine = new Engine(options => Confine(options, limits));
        // Jint bounds arrays and total allocation, but a single built-in call allocates before anything is checked.
        Run(limits.LoadTime, () => _engine.Execute(Hardening.Script(limits.ValueLength)));
        Exports = Run(limits.LoadTime, () => Import(source));
    }

    public Engine Engine => _engine;

    /// <summary>The module's namespace.</summary>
    public ObjectInstance Exports { get; }

    /// <summary>What is left of the running operation's time.</summary>
    public TimeSpan TimeLeft => _budget - TimeProvider.System.GetElapsedTime(_started);

    /// <summary>
    /// Calls an exported action and waits for what it promises, and for all it has set off, within a time.
    /// </summary>
    /// <param name="name">The member of the module's <c>actions</c>.</param>
    /// <param name="argument">Makes the argument.</param>
    /// <param name="time">The bound.</param>
    public void CallAction(string name, Func<JsValue> argument, TimeSpan time) => Run(time, () =>
    {
        var actions = Exports.Get("actions");
        var result = _engine.Call(actions.AsObject().Get(name), actions, [argument()]);
        _engine.Advanced.ProcessTasks();
        // Everything that was set off has run: what is still open stays open, as nothing outside can fulfil it.
        return result.UnwrapIfPromise(ScriptFailures.PromisePatience);
    });

    /// <summary>Runs script under the deadline. Whatever goes wrong in there comes out as <see cref="ScriptFailure"/>.</summary>
    public T Run<T>(TimeSpan time, Func<T> body)
    {
        _started = TimeProvider.System.GetTimestamp();
        _budget = time;
        _deadline.Begin(time);
        try
        {
            return body();
        }
        catch (Exception failure)
        {
            throw ScriptFailures.Translate(failure, TimeLeft);
        }
        finally
        {
            _deadline.End();
        }
    }

    public void Dispose() => _engine.Dispose();

    private ObjectInstance Import(string source)
    {
        _engine.Modules.Add(ModuleName, source);
        return _engine.Modules.Import(ModuleName);
    }

    private void Confine(Options options, PluginLimits limits)
    {
        options.Strict = true;
        options.Constraint(_deadline);
        options.LimitMemory(limits.CallMemoryBytes);
        options.MaxStatements(limits.Statements);
        options.LimitRecursion(limits.RecursionDepth);
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.MaxArraySize = (uint)limits.ValueLength;
        options.Constraints.RegexTimeout = limits.CallTime;
        options.Constraints.PromiseTimeout = limits.CallTime;
        options.Host.StringCompilationAllowed = false;
        options.AgentCanSuspend = false;
        options.Culture = System.Globalization.CultureInfo.InvariantCulture;
    }
}
