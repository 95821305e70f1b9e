using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Fields.Extraction;

/// <summary>
/// Fields of ancestors. With an index they are those of the n-th ancestor. Without one the value is that of all
/// ancestors joined by spaces; a condition does not use it but asks each ancestor in turn (<see cref="AncestorText"/>).
/// </summary>
internal static class AncestorFields
{
    private const int EnvironmentDepthMax = 20;

    public static void Register(Dictionary<string, Extraction> table)
    {
        table["proc.aname"] = (probe, context, ref value) => TakeText(probe, context, AncestorText.Name, ref value);
        table["proc.aexe"] = (probe, context, ref value) => TakeText(probe, context, AncestorText.Exe, ref value);
        table["proc.aexepath"] = (probe, context, ref value) => TakeText(probe, context, AncestorText.ExePath, ref value);
        table["proc.acmdline"] = (probe, context, ref value) =>
            TakeText(probe, context, AncestorText.CommandLine, ref value);
        table["proc.aargs"] = (probe, context, ref value) => TakeText(probe, context, AncestorText.Arguments, ref value);
        table["proc.apid"] = TakePid;
        table["proc.aenv"] = TakeEnvironment;
        table["proc.loginshellid"] = TakeLoginShell;
    }

    /// <summary>Appends one text of a process.</summary>
    internal static void Append(ScratchArena output, ThreadInfo thread, AncestorText text)
    {
        switch (text)
        {
            case AncestorText.Name:
                output.Append(thread.Comm);
                break;
            case AncestorText.Exe:
                output.Append(thread.Exe);
                break;
            case AncestorText.ExePath:
                output.Append(thread.ExePath);
                break;
            case AncestorText.CommandLine:
                ProcessFields.AppendCommandLine(output, thread);
                break;
            case AncestorText.Arguments:
                output.Append(thread.Args.Joined);
                break;
            case AncestorText.Environment:
                output.Append(ProcessFields.EnvironmentOf(thread).Joined);
                break;
        }
    }

    private static bool TakeText(FieldProbe probe, EventContext context, AncestorText text, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        var output = context.Scratch;
        var mark = output.Mark;
        if (probe.HasArgument)
        {
            if (Lineage.Ancestor(context, thread, probe.Index) is not { } ancestor) return false;
            Append(output, ancestor, text);
            return value.Take(output.Since(mark));
        }

        foreach (var ancestor in Lineage.Ancestors(context, thread))
        {
            if (output.Mark > mark) output.Append((byte)' ');
            Append(output, ancestor!, text);
        }

        return output.Mark > mark && value.Take(output.Since(mark));
    }

    private static bool TakePid(FieldProbe probe, EventContext context, ref FieldValue value) =>
        context.Thread is { } thread
        && Lineage.Ancestor(context, thread, probe.Index) is { } ancestor
        && ProcessFields.TakeId(ancestor.Pid, ref value);

    private static bool TakeEnvironment(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread) return false;
        if (probe.Key.Length > 0)
        {
            for (var depth = 1; depth <= EnvironmentDepthMax; depth++)
            {
                if (Lineage.Ancestor(context, thread, depth) is not { } ancestor) break;
                var found = ProcessFields.EnvironmentValue(ancestor, probe.Key);
                if (!found.IsEmpty) return value.Take(found);
            }

            return value.Take(default(ReadOnlySpan<byte>));
        }

        if (probe.Index < 1) return value.Take(ProcessFields.EnvironmentOf(thread).Joined);
        if (Lineage.MainOf(thread) is null) return value.Take(default(ReadOnlySpan<byte>));
        return Lineage.Ancestor(context, thread, probe.Index) is { } other
            && value.Take(ProcessFields.EnvironmentOf(other).Joined);
    }

    // The oldest of the process and its ancestors whose name ends like a shell's.
    private static bool TakeLoginShell(FieldProbe probe, EventContext context, ref FieldValue value)
    {
        if (context.Thread is not { } thread || Lineage.MainOf(thread) is not { } main) return false;
        ThreadInfo? shell = IsShell(main) ? main : null;
        foreach (var ancestor in Lineage.Ancestors(context, thread))
        {
            if (IsShell(ancestor!)) shell = ancestor;
        }

        return shell is not null && value.Take(shell.Pid);
    }

    private static bool IsShell(ThreadInfo thread) => thread.Comm.AsSpan().EndsWith("sh"u8);
}

/// <summary>Which text of an ancestor a field is about.</summary>
internal enum AncestorText : byte
{
    Name,
    Exe,
    ExePath,
    CommandLine,
    Arguments,
    Environment,
}
