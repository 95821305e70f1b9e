namespace RulesEngine.Compiler.Planning;

/// <summary>How strongly a rule is enforced on an event type, the strongest first.</summary>
public enum Tier : byte
{
    /// <summary>Before the effect, by the kernel alone.</summary>
    Inline,

    /// <summary>Before the effect, by the kernel with process bits that user space fills in; not built yet.</summary>
    Primed,

    /// <summary>Before the effect, by user space while the operation waits; not built yet.</summary>
    Held,

    /// <summary>After the effect, by a signal from user space; not built yet.</summary>
    Late,

    /// <summary>Not enforced: the rule only alerts.</summary>
    Detect,
}
