using System.Collections.Immutable;

namespace RulesEngine.Bpf;

/// <summary>
/// What the kernel, or the rights we run with, do not give: the feature, what was tried, the errno it gave and how to get
/// it. Never an exception: the world may refuse.
/// </summary>
/// <param name="Feature">The feature, in a few words.</param>
/// <param name="Tried">The call or file that showed its absence.</param>
/// <param name="Errno">The positive error number, 0 where there was none.</param>
/// <param name="Remedy">What a user can do about it.</param>
public sealed record KernelRefusal(string Feature, string Tried, int Errno, string Remedy)
{
    /// <summary>The last meaningful lines of the verifier or of libbpf.</summary>
    public ImmutableArray<string> Log { get; init; } = [];

    /// <summary>Everything that was said, for a report.</summary>
    public string FullLog { get; init; } = "";

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Feature}: {Tried}{(Errno == 0 ? "" : $" (errno {Errno})")}. {Remedy}"
        + string.Concat(Log.Select(line => $"\n  {line}"));
}
