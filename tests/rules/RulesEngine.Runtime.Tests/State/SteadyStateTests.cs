using System.Buffers.Binary;
using System.IO.Compression;
using RulesEngine.Compat.Scap;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;
using RulesEngine.Runtime.Tests.Events;
using RulesEngine.Runtime.Tests.Matching;

namespace RulesEngine.Runtime.Tests.State;

/// <summary>
/// A capture whose events come again and again: after some rounds reading, converting, following the state and matching
/// allocate nothing, whatever begins, ends, opens and connects in it.
/// </summary>
[Collection(CountedAllocations.Name)]
public sealed class SteadyStateTests
{
    private const int WarmRounds = 6;
    private const int MeasuredRounds = 3;

    /// <summary>In the two left out processes go down a relative folder in every round: there are new paths each time.</summary>
    public static TheoryData<string> Names =>
        [.. Captures.Names.Where(name => !name.StartsWith("synthetic_events", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Following_the_state_allocates_nothing(string capture) =>
        Assert.Empty(Culprits(capture, static _ => { }));

    [Theory]
    [MemberData(nameof(Names), DisableDiscoveryEnumeration = true)]
    public void Matching_the_stock_rules_allocates_nothing(string capture)
    {
        var rules = StockRules.Load();
        var index = MatchIndex.Build(MatchPlanner.Plan([.. rules.Select(rule => rule.Rule)]));
        var matches = new int[index.RuleCount];
        Assert.Empty(Culprits(capture, player =>
        {
            if (player.IsForRules) index.Match(player.Event, RuleMatching.All, matches);
        }));
    }

    [Fact]
    public void Opening_and_closing_known_files_allocates_nothing()
    {
        var machine = new Machine();
        var open = EventBytes.Make(
            EventCodes.OpenExit, 1, 10, EventBytes.Number(3L), EventBytes.Text("/etc/hosts"), EventBytes.Number(1u),
            EventBytes.Number(0u), EventBytes.Number(7u), EventBytes.Number(99L));
        var close = EventBytes.Make(EventCodes.CloseExit, 1, 10, EventBytes.Number(0L), EventBytes.Number(3L));
        void Run(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                machine.Context.TrySet(open, 0, open.Length, 0);
                machine.States.Process(machine.Context);
                machine.Context.TrySet(close, 0, close.Length, 0);
                machine.States.Process(machine.Context);
            }
        }

        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Run(10_000);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Run(100);
        Assert.Equal(0, Enumerable.Range(0, MeasuredRounds).Min(_ => Allocated()));
    }

    /// <summary>
    /// The types of the events that allocate in each measured round, with the bytes of one. An event that does so in one
    /// round only met a garbage collection, which makes the rest of a thread's memory count as allocated.
    /// </summary>
    private static SortedDictionary<string, long> Culprits(string capture, Action<CapturePlayer> handle)
    {
        using var player = CapturePlayer.Open(new MemoryStream(Repeated(capture)));
        var round = EventsIn(capture);
        var rounds = new Dictionary<ulong, int>();
        var culprits = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var before = GC.GetAllocatedBytesForCurrentThread();
        while (player.MoveNext())
        {
            handle(player);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            var place = player.RawEvents % round;
            if (allocated > 0 && player.RawEvents > round * WarmRounds && (rounds[place] = rounds.GetValueOrDefault(place) + 1) == MeasuredRounds)
            {
                var name = player.Event.Definition.Name;
                culprits[name] = culprits.GetValueOrDefault(name) + allocated;
            }
            before = GC.GetAllocatedBytesForCurrentThread();
        }
        Assert.Null(player.Error);
        return culprits;
    }

    private static byte[] Repeated(string capture)
    {
        var whole = Unpacked(capture);
        var events = FirstEvent(whole);
        using var repeated = new MemoryStream();
        repeated.Write(whole.AsSpan(0, events));
        for (var round = 0; round < WarmRounds + MeasuredRounds; round++) repeated.Write(whole.AsSpan(events));
        return repeated.ToArray();
    }

    private static ulong EventsIn(string capture)
    {
        using var player = CapturePlayer.Open(new MemoryStream(Unpacked(capture)));
        while (player.MoveNext())
        {
        }
        return player.RawEvents;
    }

    /// <summary>Where the events begin: behind the header and the tables.</summary>
    private static int FirstEvent(byte[] whole)
    {
        uint[] tables = [0x0A0D0D0A, 0x201, 0x202, 0x203, 0x205, 0x206, 0x207, 0x209, 0x210, 0x211, 0x212, 0x213, 0x214, 0x215, 0x218, 0x219, 0x220];
        var at = 0;
        while (tables.Contains(BinaryPrimitives.ReadUInt32LittleEndian(whole.AsSpan(at))))
            at += BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(at + 4));
        return at;
    }

    private static byte[] Unpacked(string capture)
    {
        var stored = File.ReadAllBytes(Path.Combine(Captures.Corpus, "captures", capture + ".scap"));
        if (stored is not [0x1F, 0x8B, ..]) return stored;
        using var gzip = new GZipStream(new MemoryStream(stored), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
