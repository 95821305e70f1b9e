namespace RulesEngine.KernelTester.Model;

/// <summary>What must become of an operation.</summary>
internal enum Fate
{
    /// <summary>It takes place and no alert of the scenario's rules is written.</summary>
    Passes,

    /// <summary>The caller sees an error; no effect.</summary>
    Denied,

    /// <summary>The caller dies by SIGKILL without another instruction; no effect.</summary>
    Killed,

    /// <summary>It takes place, and the alert says that it would have been refused.</summary>
    WouldDeny,

    /// <summary>It takes place, and the alert says that the caller would have been killed.</summary>
    WouldKill,
}

/// <summary>The fate of the operation, the errno seen by the caller, and the place of the rule that the alert names.</summary>
internal sealed record Expectation(Fate Fate, string? Errno = null, int Rule = 0)
{
    public static Expectation Passes { get; } = new(Fate.Passes);

    public static Expectation Killed { get; } = new(Fate.Killed);

    public static Expectation WouldDeny { get; } = new(Fate.WouldDeny);

    public static Expectation WouldKill { get; } = new(Fate.WouldKill);

    public static Expectation Denied(string errno = "EPERM") => new(Fate.Denied, errno);

    /// <summary>Whether the operation must have no effect.</summary>
    public bool Refused => Fate is Fate.Denied or Fate.Killed;

    /// <summary>The word of the alert's verdict, null where there must be no alert.</summary>
    public string? AlertWord => Fate switch
    {
        Fate.Denied => "denied",
        Fate.Killed => "killed",
        Fate.WouldDeny => "would_deny",
        Fate.WouldKill => "would_kill",
        _ => null,
    };
}
