namespace RulesEngine.Plugins.Script;

/// <summary>A plugin did not do what it should: it threw, went over a limit, or is no plugin. The message is for people.</summary>
internal sealed class ScriptFailure(string message, FailureKind kind) : Exception(message)
{
    public bool IsTimeout => kind == FailureKind.Timeout;

    /// <summary>Whether the script's world may be in any state and must be made anew.</summary>
    public bool SpoilsWorld => kind != FailureKind.Error;
}

internal enum FailureKind
{
    /// <summary>An exception of the script's own.</summary>
    Error,

    /// <summary>Too long.</summary>
    Timeout,

    /// <summary>Any other limit.</summary>
    Limit,
}
