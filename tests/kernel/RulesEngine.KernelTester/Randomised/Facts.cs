using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.KernelTester.Randomised;

/// <summary>
/// What is true of one operation, by Falco field, as text. A field that is not here has no value for it, so that every
/// comparison with it is false.
/// </summary>
internal sealed record Facts(ImmutableDictionary<string, string> Values)
{
    public static Facts Of(params ReadOnlySpan<(string Field, string Value)> values)
    {
        var facts = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (field, value) in values)
            facts[field] = value;
        return new Facts(facts.ToImmutable());
    }

    /// <summary>The same as the engine's model of the kernel takes it.</summary>
    public KernelSubject ToSubject() => new(GuardedEvent.Find(Values["evt.type"])!.Code)
    {
        ProcName = Bytes("proc.name"),
        ProcExePath = Bytes("proc.exepath"),
        ProcPname = Bytes("proc.pname"),
        FdName = Bytes("fd.name"),
        FdSip = Values.TryGetValue("fd.sip", out var address) ? IPAddress.Parse(address) : null,
        FdSport = Values.TryGetValue("fd.sport", out var port) ? ushort.Parse(port, CultureInfo.InvariantCulture) : null,
        UserUid = uint.Parse(Values["user.uid"], CultureInfo.InvariantCulture),
    };

    public override string ToString() =>
        string.Join(' ', Values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private byte[]? Bytes(string field) => Values.TryGetValue(field, out var value) ? Encoding.UTF8.GetBytes(value) : null;
}
