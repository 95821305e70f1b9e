using RulesEngine.Bpf.Interop;

namespace RulesEngine.Bpf.Loading;

/// <summary>A program that is attached. Disposing it detaches it, unless its link is pinned.</summary>
internal sealed class ProgramHandle(ProgramSpec spec, BpfLinkHandle link) : IDisposable
{
    /// <summary>What it is.</summary>
    public ProgramSpec Spec { get; } = spec;

    /// <summary>Lets it live on without us, under a path. Returns a positive errno or 0.</summary>
    public int Pin(string path) => -LibbpfLink.Pin(link, path);

    public void Dispose() => link.Dispose();
}
