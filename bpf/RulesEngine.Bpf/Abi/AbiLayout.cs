using System.Runtime.CompilerServices;
using System.Text;
using RulesEngine.Bpf.Interop;
using RulesEngine.Runtime.State;

namespace RulesEngine.Bpf.Abi;

/// <summary>
/// Compares the mirrors of this folder with the types in an object file, in both directions: sizes, offsets, names, values.
/// A difference means that executable and object are of different builds; nothing may be loaded then.
/// </summary>
internal static class AbiLayout
{
    /// <summary>The differences, in words; empty when the mirrors fit.</summary>
    public static IReadOnlyList<string> Compare(string objectPath)
    {
        using var btf = BtfHandle.Read(objectPath);
        if (btf.IsInvalid)
            return [$"{objectPath} has no type information"];
        var differences = new List<string>();
        foreach (var (name, size, fields) in Structs().Concat(Descriptors()))
            CompareStruct(btf, name, size, fields, differences);
        CompareEnum<ReVerdict>(btf, "re_verdict", "RE_VERDICT_", differences);
        CompareEnum<ReWalk>(btf, "re_walk", "RE_WALK_", differences);
        CompareEnum<ReHook>(btf, "re_hook", "RE_HOOK_", differences);
        CompareEnum<ReFamily>(btf, "re_family", "RE_FAMILY_", differences);
        CompareEnum<ReSkip>(btf, "re_skip", "RE_SKIP_", differences);
        CompareEnum<ReCounter>(btf, "re_counter", "RE_COUNTER_", differences);
        return differences;
    }

    /// <summary>The C spelling of a name: <c>RingFull</c> is <c>RING_FULL</c>.</summary>
    public static string ToUpperSnake(string pascal)
    {
        var text = new StringBuilder();
        foreach (var letter in pascal)
        {
            if (char.IsUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }

    private static void CompareStruct(
        BtfHandle btf, string name, int size, (string Name, long Offset)[] fields, List<string> differences)
    {
        if (btf.Struct(name) is not var (actualSize, members))
        {
            differences.Add($"struct {name} is not in the object");
            return;
        }

        if (actualSize != size)
            differences.Add($"struct {name} has {actualSize} bytes, the mirror {size}");
        var ours = string.Join(' ', fields.Select(field => $"{field.Name}@{field.Offset}"));
        var theirs = string.Join(' ', members.Select(member => $"{member.Name}@{member.Value}"));
        if (ours != theirs)
            differences.Add($"struct {name} is {theirs}, the mirror {ours}");
    }

    private static void CompareEnum<T>(BtfHandle btf, string name, string prefix, List<string> differences)
        where T : struct, Enum
    {
        var ours = Enum.GetValues<T>().ToDictionary(
            value => prefix + ToUpperSnake(value.ToString()), value => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
        var theirs = btf.Enum(name)?.Where(value => value.Name != prefix + "COUNT").ToDictionary(value => value.Name, value => value.Value);
        if (theirs is null)
            differences.Add($"enum {name} is not in the object");
        else if (ours.Count != theirs.Count || ours.Any(value => !theirs.TryGetValue(value.Key, out var actual) || actual != value.Value))
            differences.Add($"enum {name} is {Show(theirs)}, the mirror {Show(ours)}");
    }

    private static string Show(Dictionary<string, long> values) =>
        string.Join(' ', values.OrderBy(value => value.Value).Select(value => $"{value.Key}={value.Value}"));

    // Offsets are measured: the distance between a field and the beginning of its structure.
    private static IEnumerable<(string Name, int Size, (string, long)[] Fields)> Structs()
    {
        var vector = default(ReVector);
        yield return ("re_vector", Unsafe.SizeOf<ReVector>(), [("words", Distance(ref vector, ref Unsafe.As<ReVector, ulong>(ref vector)))]);

        var policy = default(RePolicy);
        yield return ("re_policy", Unsafe.SizeOf<RePolicy>(),
        [
            ("dimensions", Distance(ref policy, ref policy.Dimensions)),
            ("clauses", Distance(ref policy, ref policy.Clauses)),
            ("defaults", Distance(ref policy, ref policy.Defaults)),
            ("missing", Distance(ref policy, ref policy.Missing)),
            ("certain", Distance(ref policy, ref policy.Certain)),
            ("deny", Distance(ref policy, ref policy.Deny)),
            ("kill", Distance(ref policy, ref policy.Kill)),
            ("monitor", Distance(ref policy, ref policy.Monitor)),
        ]);

        var clause = default(ReClause);
        yield return ("re_clause", Unsafe.SizeOf<ReClause>(),
        [
            ("rule", Distance(ref clause, ref Unsafe.AsRef(in clause.Rule))),
            ("error", Distance(ref clause, ref Unsafe.AsRef(in clause.Error))),
        ]);

        var syscall = default(ReSyscall);
        yield return ("re_syscall", Unsafe.SizeOf<ReSyscall>(),
        [
            ("event", Distance(ref syscall, ref Unsafe.AsRef(in syscall.Event))),
            ("families", Distance(ref syscall, ref Unsafe.AsRef(in syscall.Families))),
        ]);

        var scope = default(ReScope);
        yield return ("re_scope", Unsafe.SizeOf<ReScope>(),
        [
            ("generation", Distance(ref scope, ref Unsafe.AsRef(in scope.Generation))),
            ("dimension", Distance(ref scope, ref Unsafe.AsRef(in scope.Dimension))),
            ("pad", Distance(ref scope, ref Unsafe.AsRef(in scope.Pad))),
        ]);

        var control = default(ReControl);
        yield return ("re_control", Unsafe.SizeOf<ReControl>(),
        [
            ("abi_version", Distance(ref control, ref control.AbiVersion)),
            ("enforcing", Distance(ref control, ref control.Enforcing)),
            ("generation", Distance(ref control, ref control.Generation)),
            ("engine_tgid", Distance(ref control, ref control.EngineTgid)),
            ("boot_epoch_ns", Distance(ref control, ref control.BootEpochNs)),
            ("trial_inode", Distance(ref control, ref control.TrialInode)),
            ("trial_device", Distance(ref control, ref control.TrialDevice)),
            ("watched", Distance(ref control, ref control.Watched)),
            ("engine_start", Distance(ref control, ref control.EngineStart)),
            ("object_hash", Distance(ref control, ref control.ObjectHash)),
            ("skipped", Distance(ref control, ref control.Skipped)),
            ("pad", Distance(ref control, ref control.Pad)),
        ]);

        var extra = default(ReExtra);
        yield return ("re_extra", Unsafe.SizeOf<ReExtra>(),
        [
            ("abi_version", Distance(ref extra, ref Unsafe.AsRef(in extra.AbiVersion))),
            ("verdict", Distance(ref extra, ref Unsafe.AsRef(in extra.Verdict))),
            ("hook", Distance(ref extra, ref Unsafe.AsRef(in extra.Hook))),
            ("fd_walk", Distance(ref extra, ref Unsafe.AsRef(in extra.FdWalk))),
            ("exe_walk", Distance(ref extra, ref Unsafe.AsRef(in extra.ExeWalk))),
            ("io_uring", Distance(ref extra, ref Unsafe.AsRef(in extra.IoUring))),
            ("access", Distance(ref extra, ref Unsafe.AsRef(in extra.Access))),
            ("error", Distance(ref extra, ref Unsafe.AsRef(in extra.Error))),
            ("clause", Distance(ref extra, ref Unsafe.AsRef(in extra.Clause))),
            ("rule", Distance(ref extra, ref Unsafe.AsRef(in extra.Rule))),
            ("generation", Distance(ref extra, ref Unsafe.AsRef(in extra.Generation))),
            ("tgid", Distance(ref extra, ref Unsafe.AsRef(in extra.Tgid))),
            ("ppid", Distance(ref extra, ref Unsafe.AsRef(in extra.Ppid))),
            ("uid", Distance(ref extra, ref Unsafe.AsRef(in extra.Uid))),
            ("loginuid", Distance(ref extra, ref Unsafe.AsRef(in extra.LoginUid))),
            ("comm", Distance(ref extra, ref Unsafe.AsRef(in extra.Comm))),
        ]);
    }

    private static IEnumerable<(string Name, int Size, (string, long)[] Fields)> Descriptors()
    {
        var descriptor = default(ReDescriptor);
        yield return ("re_descriptor", Unsafe.SizeOf<ReDescriptor>(),
        [
            ("fd", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Fd))),
            ("type", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Type))),
            ("walk", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Walk))),
            ("protocol", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Protocol))),
            ("pad", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Pad))),
            ("open_flags", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.OpenFlags))),
            ("device", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Device))),
            ("inode", Distance(ref descriptor, ref Unsafe.AsRef(in descriptor.Inode))),
        ]);
    }

    private static long Distance<TStruct, TField>(ref TStruct structure, ref TField field) =>
        Unsafe.ByteOffset(ref Unsafe.As<TStruct, byte>(ref structure), ref Unsafe.As<TField, byte>(ref field));
}
