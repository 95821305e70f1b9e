using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// What a hook can answer about a field: a predicate on a kernel dimension, a known truth, or nothing, with the reason.
/// It preserves meaning because a dimension holds what Falco's field would hold on the event of that operation; a
/// field that is missing there makes its comparison false. One thing is taken for granted: who sends is the client, so
/// the server's address is the far end's; Falco sees an accepted socket the other way round.
/// </summary>
public static class KernelDimensions
{
    private const int AccessValues = 32;

    private static readonly Dimension ProcName = Text("proc.name", KernelDimension.ProcName);
    private static readonly Dimension ProcExePath = Text("proc.exepath", KernelDimension.ProcExePath);
    private static readonly Dimension ProcPname = Text("proc.pname", KernelDimension.ProcPname);
    private static readonly Dimension FdName = Text("fd.name", KernelDimension.FdName);
    private static readonly Dimension FdDirectory = Text("fd.directory", KernelDimension.FdDirectory);
    private static readonly Dimension FdFilename = Text("fd.filename", KernelDimension.FdFilename);
    private static readonly Dimension FdSip = new("fd.sip", DimensionShape.Address) { Kernel = KernelDimension.FdSip };
    private static readonly Dimension FdSport = Number("fd.sport", KernelDimension.FdSport);
    private static readonly Dimension UserUid = Number("user.uid", KernelDimension.UserUid);
    private static readonly Dimension UserLoginuid = Number("user.loginuid", KernelDimension.UserLoginuid);
    private static readonly Dimension Access = Number("evt.is_open_*", KernelDimension.OpenAccess);

    /// <summary>
    /// The event type as a dimension; conditions are specialised before, so no comparison is assigned to it.
    /// </summary>
    public static Dimension EventType { get; } = Number("evt.type", KernelDimension.EventType);

    /// <summary>What the guards of an event type can answer about a comparison.</summary>
    public static Assignment Assign(ComparisonNode leaf, GuardedEvent guarded)
    {
        if (ConstantComparison.FieldOf(leaf) is not { } field)
        {
            return Assignment.Not(leaf.Right is not null
                ? "it compares two fields" : "it transforms a value before it compares");
        }

        if (field.HasArgument)
            return Assignment.Not("the kernel side does not know this field");
        return field.Definition.Name switch
        {
            "proc.name" => OnText(leaf, ProcName),
            "proc.exepath" => OnText(leaf, ProcExePath),
            "proc.pname" => OnText(leaf, ProcPname),
            "user.uid" => OnNumber(leaf, UserUid, uint.MaxValue),
            "user.loginuid" => OnNumber(leaf, UserLoginuid, uint.MaxValue, minusOne: uint.MaxValue),
            "evt.is_open_read" => OnAccess(leaf, guarded, OpenAccess.Read),
            "evt.is_open_write" => OnAccess(leaf, guarded, OpenAccess.Write),
            "evt.is_open_create" => OnAccess(leaf, guarded, OpenAccess.Create),
            "evt.is_open_exec" => OnAccess(leaf, guarded, OpenAccess.Execute),
            _ when field.Definition.Name.StartsWith("fd.", StringComparison.Ordinal) =>
                OnDescriptor(leaf, field, guarded),
            _ => Assignment.Not("the kernel side does not know this field"),
        };
    }

    private static Assignment OnDescriptor(ComparisonNode leaf, FieldReference field, GuardedEvent guarded)
    {
        var name = field.Definition.Name;
        switch (guarded.Operation)
        {
            case GuardedOperations.Execute:
                // An exec is about no descriptor.
                return Assignment.Known(false);
            case GuardedOperations.Open:
                return name switch
                {
                    "fd.name" => OnText(leaf, FdName),
                    "fd.directory" => OnText(leaf, FdDirectory),
                    "fd.filename" => OnText(leaf, FdFilename),
                    "fd.typechar" => OnOpened(leaf, guarded, "d", "f"),
                    "fd.type" => OnOpened(leaf, guarded, "directory", "file"),
                    "fd.sip" or "fd.snet" or "fd.cip" or "fd.cnet" or "fd.rip" or "fd.rnet" or "fd.lip" or "fd.lnet"
                        or "fd.sport" or "fd.cport" or "fd.rport" or "fd.lport" or "fd.ip" or "fd.net" or "fd.port"
                        or "fd.l4proto" or "fd.sockfamily" => Assignment.Known(false),
                    _ => Assignment.Not("the kernel side does not know this field"),
                };
            default:
                return name switch
                {
                    "fd.sip" or "fd.snet" or "fd.rip" or "fd.rnet" => OnAddress(leaf),
                    "fd.sport" or "fd.rport" => OnNumber(leaf, FdSport, ushort.MaxValue),
                    "fd.directory" or "fd.filename" => Assignment.Known(false),
                    "fd.typechar" => OnFamily(leaf, "4", "6"),
                    "fd.type" => OnFamily(leaf, "ipv4", "ipv6"),
                    "fd.name" => Assignment.Not(
                        "fd.name of a socket is the text of both ends, and the near end is not known yet"),
                    _ => Assignment.Not("the kernel side does not know this field"),
                };
        }
    }

    // Falco answers these for the calls that have flags; creat has none, so there they are false.
    private static Assignment OnAccess(ComparisonNode leaf, GuardedEvent guarded, OpenAccess bit)
    {
        var asks = guarded.Operation == GuardedOperations.Open
            && (guarded.Code != EventCodes.CreatExit || bit == OpenAccess.Execute);
        if (asks)
            return Assignment.Of(PredicateSets.OnBit(leaf, Access, (int)bit, AccessValues, out var reason), reason);
        return ConstantComparison.OnNumbers(leaf, 0, 0) is { } known
            ? Assignment.Known(known) : Assignment.Not(PredicateSets.OperatorReason);
    }

    // What is opened with O_DIRECTORY is a directory to Falco, all else a file.
    private static Assignment OnOpened(ComparisonNode leaf, GuardedEvent guarded, string directory, string file)
    {
        var ifDirectory = ConstantComparison.OnText(leaf, Encoding.ASCII.GetBytes(directory));
        var ifFile = ConstantComparison.OnText(leaf, Encoding.ASCII.GetBytes(file));
        if (ifDirectory is null || ifFile is null)
            return Assignment.Not(PredicateSets.OperatorReason);
        return ifDirectory == ifFile || guarded.Code == EventCodes.CreatExit
            ? Assignment.Known(ifFile.Value)
            : Assignment.Of(PredicateSets.OfBit(Access, (int)OpenAccess.Directory, ifDirectory.Value, AccessValues),
                "");
    }

    // A socket's type shows in the family of its address, as long as nothing is asked about sockets without one.
    private static Assignment OnFamily(ComparisonNode leaf, string ipv4, string ipv6)
    {
        var texts = leaf.Constants.Select(constant => Encoding.UTF8.GetString(constant.Text.Span)).ToArray();
        return leaf is { Operator: ComparisonOperator.Equal or ComparisonOperator.In, Modifier: OperatorModifier.None }
            && texts.All(text => text == ipv4 || text == ipv6)
            ? Assignment.Of(PredicateSets.OfFamilies(FdSip, texts.Contains(ipv4), texts.Contains(ipv6)), "")
            : Assignment.Not("the kernel side knows a socket's type only as far as it is IPv4 or IPv6");
    }

    private static Assignment OnText(ComparisonNode leaf, Dimension dimension) =>
        Assignment.Of(PredicateSets.OnText(leaf, dimension, out var reason), reason);

    private static Assignment OnNumber(ComparisonNode leaf, Dimension dimension, ulong highest,
        ulong? minusOne = null) =>
        Assignment.Of(PredicateSets.OnNumber(leaf, dimension, highest, out var reason, minusOne), reason);

    private static Assignment OnAddress(ComparisonNode leaf) =>
        Assignment.Of(PredicateSets.OnAddress(leaf, FdSip, out var reason), reason);

    private static Dimension Text(string name, KernelDimension dimension) => new(name, DimensionShape.Text)
    {
        Kernel = dimension,
        MostTextBytes = KernelLimits.KeyTextBytes,
    };

    private static Dimension Number(string name, KernelDimension dimension) =>
        new(name, DimensionShape.Number) { Kernel = dimension };
}
