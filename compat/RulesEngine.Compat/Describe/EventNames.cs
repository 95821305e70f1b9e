using System.Collections.Frozen;
using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Events;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compat.Describe;

/// <summary>
/// The names of the events a condition can be true for. System calls without an event of their own share one event
/// code, so each that the condition names is asked about by itself, in the place of an event it does not name.
/// </summary>
internal static class EventNames
{
    private const string AsyncEvent = "asyncevent";

    private const ushort FirstNamedCode = 2;

    /// <summary>Entries of the system call table that are tracepoints or a gap: their events have other names.</summary>
    private static readonly FrozenSet<string> NoCalls = new[]
    {
        "na_1", "sched_process_exit", "sched_switch", "page_fault_user", "page_fault_kernel", "signal_deliver",
    }.ToFrozenSet();

    public static SortedSet<string> Of(Expr condition)
    {
        var named = new HashSet<string>(StringComparer.Ordinal);
        Rewrite(condition, text =>
        {
            named.Add(text);
            return text;
        });
        var codes = ConditionChecker.EventCodesOf(condition);
        var standIn = EventTable.All.First(
            definition => definition.Code >= FirstNamedCode && !named.Contains(definition.Name)
                && EventTable.CodesByName(definition.Name).Contains(definition.Code));

        var names = new SortedSet<string>(StringComparer.Ordinal) { AsyncEvent };
        names.UnionWith(EventTable.All
            .Where(definition => definition.Code >= FirstNamedCode && codes.Contains(definition.Code))
            .Select(definition => definition.Name));
        foreach (var syscall in SyscallTable.All.Where(syscall => syscall.IsGeneric && syscall.Number > 0 && !NoCalls.Contains(syscall.Name)))
        {
            if (Accepts(condition, codes, syscall.Name, named, standIn))
                names.Add(syscall.Name);
        }
        return names;
    }

    private static bool Accepts(
        Expr condition, EventCodeSet codes, string name, HashSet<string> named, EventDefinition standIn)
    {
        if (!named.Contains(name))
            return codes.Contains(standIn.Code);
        var asked = Rewrite(condition, text => text == name ? standIn.Name : text);
        return ConditionChecker.EventCodesOf(asked).Contains(standIn.Code);
    }

    /// <summary>The condition with the values compared with event types replaced.</summary>
    private static Expr Rewrite(Expr expr, Func<string, string> replace) => expr switch
    {
        AndExpr and => and with { Operands = [.. and.Operands.Select(operand => Rewrite(operand, replace))] },
        OrExpr or => or with { Operands = [.. or.Operands.Select(operand => Rewrite(operand, replace))] },
        NotExpr not => not with { Operand = Rewrite(not.Operand, replace) },
        BinaryCheckExpr { Left: FieldExpr { Name: "evt.type" or "syscall.type" } } check => check with
        {
            Right = check.Right switch
            {
                ValueExpr value => new ValueExpr(Replaced(value.Value, replace)),
                ListExpr list => new ListExpr([.. list.Values.Select(value => Replaced(value, replace))]),
                var other => other,
            },
        },
        _ => expr,
    };

    private static ByteText Replaced(ByteText value, Func<string, string> replace) => new(replace(value.ToString()));
}
