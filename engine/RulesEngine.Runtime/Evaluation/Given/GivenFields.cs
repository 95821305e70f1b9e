using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Given;

/// <summary>
/// Lets conditions and outputs read their fields from a <see cref="GivenEvent"/> instead of an event and the state. What
/// <see cref="Bind(ConditionNode)"/> returns is compiled and evaluated like any other condition, so operators mean the same
/// here and in a running engine. The comparisons that ask all ancestors or both ends of a socket read the state itself:
/// it is made to hold what is given about those. Not thread-safe.
/// </summary>
public sealed class GivenFields
{
    private GivenEvent? _event;

    /// <summary>What programs made of bound conditions take; that of the event last set.</summary>
    public EventContext Context { get; private set; } = new(new EngineState());

    /// <summary>Makes this the event that bound conditions and outputs read.</summary>
    public void Set(GivenEvent given)
    {
        _event = given;
        Context = new EventContext(new EngineState()) { Source = "syscall", Number = 1 };
        var bytes = given.ToBytes();
        Context.TrySet(bytes, 0, bytes.Length, cpu: 0);
        Context.Thread = ProcessOf(given, Context.State.Threads);
        Context.Fd = SocketOf(given);
    }

    public ConditionNode Bind(ConditionNode condition) => condition switch
    {
        AndNode and => new AndNode([.. and.Operands.Select(Bind)]),
        OrNode or => new OrNode([.. or.Operands.Select(Bind)]),
        NotNode not => new NotNode(Bind(not.Operand)),
        ComparisonNode leaf => leaf with { Left = Bind(leaf.Left), Right = leaf.Right is { } right ? Bind(right) : null },
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    public OutputTemplate Bind(OutputTemplate output) => new(output.Text, output.AllowsMissing,
        [.. output.Tokens.Select(token => token is ValueToken value ? value with { Source = Bind(value.Source) } : token)]);

    public ValueSource Bind(ValueSource source) => source switch
    {
        FieldSource field => new FieldSource(Bind(field.Field)),
        ListSource list => new ListSource([.. list.Items.Select(Bind)]),
        TransformerSource transformer => transformer with { Inputs = [.. transformer.Inputs.Select(Bind)] },
        _ => source,
    };

    private FieldReference Bind(FieldReference field)
    {
        // A constant of the configuration is the same on every event.
        if (field.Definition.ClassName == "static") return field;
        var key = GivenEvent.KeyOf(field);
        return field with
        {
            Definition = field.Definition with
            {
                Extraction = (_, context, ref value) => _event?.Find(key)?.Read(context, ref value) ?? false,
            },
        };
    }

    private static ThreadInfo ProcessOf(GivenEvent given, ThreadTable threads)
    {
        var ids = given.Ancestors("proc.apid");
        var names = given.Ancestors("proc.aname");
        var exes = given.Ancestors("proc.aexe");
        var paths = given.Ancestors("proc.aexepath");
        var commands = given.Ancestors("proc.acmdline");
        var ancestors = new[] { ids, names, exes, paths, commands }.Max(list => list.Length);
        var process = new ThreadInfo { Tid = 1, Pid = 1, ParentTid = ancestors > 0 ? 2 : 0, Flags = ThreadFlags.IsMainThread };
        threads.TryAdd(process);
        for (var i = 0; i < ancestors; i++)
        {
            var (name, arguments) = CommandOf(BytesAt(names, i), BytesAt(commands, i));
            threads.TryAdd(new ThreadInfo
            {
                Tid = i + 2,
                Pid = i < ids.Length ? ids[i].Number : i + 2,
                ParentTid = i + 1 < ancestors ? i + 3 : 0,
                Flags = ThreadFlags.IsMainThread,
                Comm = name,
                Exe = BytesAt(exes, i),
                ExePath = BytesAt(paths, i),
                Args = arguments,
            });
        }

        return process;
    }

    private static byte[] BytesAt(ImmutableArray<GivenValue> values, int index) => index < values.Length ? values[index].Bytes : [];

    /// <summary>A process keeps its command line as its name and the arguments behind it.</summary>
    private static (byte[] Name, ByteStrings Arguments) CommandOf(byte[] name, byte[] command)
    {
        if (command.Length == 0) return (name, ByteStrings.Empty);
        var space = command.AsSpan().IndexOf((byte)' ');
        if (space < 0) return (command, ByteStrings.Empty);
        return (command[..space], ByteStrings.From(command.AsSpan(space + 1)));
    }

    /// <summary>
    /// A socket with the ends that are given; with one end it is like a listening one, which has no other. Something
    /// without ends where only other facts of a descriptor are given.
    /// </summary>
    private static FdInfo? SocketOf(GivenEvent given)
    {
        if (!given.Keys.Any(key => key.StartsWith("fd.", StringComparison.Ordinal))) return null;
        var source = (given.Find("fd.cip") ?? given.Find("fd.lip"))?.Bytes ?? [];
        var destination = (given.Find("fd.sip") ?? given.Find("fd.rip"))?.Bytes ?? [];
        var sourcePort = (ushort)((given.Find("fd.cport") ?? given.Find("fd.lport"))?.Number ?? 0);
        var destinationPort = (ushort)((given.Find("fd.sport") ?? given.Find("fd.rport"))?.Number ?? 0);
        var isIPv6 = Math.Max(source.Length, destination.Length) == 16;
        var socket = new FdInfo { Flags = FdFlags.RoleClient };
        if (source.Length == destination.Length && source.Length > 0)
        {
            socket.Type = isIPv6 ? FdType.IPv6Socket : FdType.IPv4Socket;
            socket.SetConnection(source, destination, sourcePort, destinationPort);
        }
        else if (source.Length + destination.Length > 0)
        {
            socket.Type = isIPv6 ? FdType.IPv6ServerSocket : FdType.IPv4ServerSocket;
            socket.SetServer(destination.Length > 0 ? destination : source, destination.Length > 0 ? destinationPort : sourcePort);
        }

        return socket;
    }
}
