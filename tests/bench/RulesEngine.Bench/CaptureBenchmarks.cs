using BenchmarkDotNet.Attributes;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Bench;

/// <summary>
/// One event of a capture: read and converted, and applied to the state as well. At its end a capture is opened again;
/// that and its tables are in the figures, spread over its events.
/// </summary>
public class CaptureBenchmarks
{
    private CaptureReader? _reader;
    private CapturePlayer? _player;
    private EventContext? _context;

    [Params("live_syscalls", "synthetic_scenario")]
    public string Capture { get; set; } = "";

    [GlobalSetup(Target = nameof(Read))]
    public void OpenReader()
    {
        var state = new EngineState();
        _context = new EventContext(state);
        _reader?.Dispose();
        _reader = CaptureReader.Open(Corpus.Capture(Capture));
        _reader.ReadTables(new StateMachine(state));
    }

    [GlobalSetup(Target = nameof(ReadAndApply))]
    public void OpenPlayer()
    {
        _player?.Dispose();
        _player = CapturePlayer.Open(Corpus.Capture(Capture));
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _reader?.Dispose();
        _player?.Dispose();
    }

    [Benchmark]
    public ushort Read()
    {
        if (_reader!.ReadEvent(_context!) != CaptureStatus.Success)
            OpenReader();
        return _context!.Code;
    }

    [Benchmark]
    public bool ReadAndApply()
    {
        if (!_player!.MoveNext())
            OpenPlayer();
        return _player!.IsForRules;
    }
}
