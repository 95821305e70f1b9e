using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;

namespace RulesEngine.Plugins.Script;

/// <summary>Tells the exceptions that leave the JavaScript engine apart.</summary>
internal static class ScriptFailures
{
    private const int MessageMax = 500;

    /// <summary>How long an open promise is waited for once nothing is left that could fulfil it.</summary>
    public static readonly TimeSpan PromisePatience = TimeSpan.FromMilliseconds(1);

    /// <summary>Jint reports an open promise as one rejected with this text.</summary>
    private static readonly string PatienceOver = $"Timeout of {PromisePatience} reached";

    public static ScriptFailure Translate(Exception failure, TimeSpan timeLeft) => failure switch
    {
        ScriptFailure known => known,
        TimeoutException or OperationCanceledException => Limit("took too long", FailureKind.Timeout),
        MemoryLimitExceededException => Limit("used too much memory", FailureKind.Limit),
        OutOfMemoryException or InsufficientMemoryException => Limit("used too much memory", FailureKind.Limit),
        StatementsCountOverflowException => Limit("ran too many statements", FailureKind.Limit),
        RecursionDepthOverflowException or InsufficientExecutionStackException =>
            Limit("went too deep", FailureKind.Limit),
        PromiseRejectedException rejected => Rejected(rejected, timeLeft),
        JavaScriptException thrown => Error(Describe(thrown.Error, thrown.Message)),
        Acornima.ParseErrorException syntax => Error(syntax.Message),
        // Script reaches the interpreter's own faults; whatever they are, they end the call and not the process.
        _ => Limit($"made the interpreter fail: {failure.Message}", FailureKind.Limit),
    };

    private static ScriptFailure Rejected(PromiseRejectedException rejected, TimeSpan timeLeft)
    {
        if (timeLeft <= TimeSpan.Zero)
            return Limit("took too long", FailureKind.Timeout);
        return rejected.RejectedValue is JsString text && text.ToString() == PatienceOver
            ? Limit("promised what it never did", FailureKind.Limit)
            : Error(Describe(rejected.RejectedValue, rejected.Message));
    }

    private static ScriptFailure Limit(string message, FailureKind kind) => new(message, kind);

    private static ScriptFailure Error(string message) =>
        new(message.Length > MessageMax ? message[..MessageMax] : message, FailureKind.Error);

    /// <summary>
    /// The text of what was thrown, read without running script: a getter or a toString of the plugin's must not get a
    /// say here.
    /// </summary>
    private static string Describe(JsValue thrown, string fallback)
    {
        if (thrown is not ObjectInstance error)
            return thrown.IsString() || thrown.IsNumber() || thrown.IsBoolean() ? thrown.ToString() : fallback;
        var message = error.GetOwnProperty("message").Value;
        return message is not null && message.IsString() ? message.AsString() : "an object was thrown";
    }
}
