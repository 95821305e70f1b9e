using System.Text;
using BenchmarkDotNet.Attributes;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;

namespace RulesEngine.Bench;

/// <summary>
/// Reading one field of an opening of a file: what the thread holds, what is cut or joined, what lies in tables.
/// </summary>
public class FieldBenchmarks
{
    private CapturePlayer? _player;
    private FieldProbe? _probe;

    [Params("proc.name", "proc.pname", "proc.aname[2]", "proc.cmdline", "fd.name", "fd.directory", "fd.filename",
        "evt.is_open_read", "evt.arg.flags", "evt.args", "user.name", "container.id", "container.image.repository")]
    public string Field { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _player = Corpus.PlayTo(
            "synthetic_scenario", context => context is { Definition.Name: "openat", Thread: not null, Fd: not null });
        var parts = Field.Split('[', ']');
        var argument = parts.Length > 1 ? Encoding.UTF8.GetBytes(parts[1]) : default(ReadOnlyMemory<byte>?);
        _probe = new FieldProbe(FieldTable.Resolve(parts[0], argument).Field!, ProbeRole.Compared);
    }

    [GlobalCleanup]
    public void Cleanup() => _player?.Dispose();

    [Benchmark]
    public int Read()
    {
        _player!.Event.Scratch.Rewind(0);
        var value = default(FieldValue);
        return _probe!.TryRead(_player.Event, ref value) ? value.Bytes.Length : -1;
    }
}
