using System.Collections.Immutable;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Planning;

/// <summary>A rule as planning takes it: its checked condition, where it applies, and what it asks for.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Source">Its event source, <c>syscall</c> or a plugin's.</param>
/// <param name="Condition">The condition, macros folded in.</param>
/// <param name="EventCodes">The event codes the rule is tried on, ascending.</param>
/// <param name="Actions">The words of its <c>action</c>; empty on a rule that only alerts.</param>
/// <param name="Errno">The error a denial returns, positive.</param>
/// <param name="Monitor">Whether it is only recorded what would be done.</param>
public sealed record PlanRequest(
    string Name,
    string Source,
    ConditionNode Condition,
    ImmutableArray<ushort> EventCodes,
    ImmutableArray<string> Actions,
    int Errno,
    bool Monitor);

/// <summary>
/// What planning found out about one rule: the tier it reaches, per event type, and why not a better one.
/// </summary>
/// <param name="Request">What was asked.</param>
/// <param name="Action">The enforced action; null on a rule that only alerts.</param>
/// <param name="Tier">The weakest tier of its event types.</param>
/// <param name="Events">One entry per event type, in the order of their codes.</param>
/// <param name="Clauses">The exact clauses for the kernel; empty unless every event type is inline.</param>
public sealed record RulePlan(
    PlanRequest Request, KernelAction? Action, Tier Tier, ImmutableArray<EventPlan> Events,
        ImmutableArray<Clause> Clauses);

/// <summary>A rule's tier on one event type.</summary>
/// <param name="Event">Falco's name of the event type, or <c>*</c> for a rule that applies to all.</param>
/// <param name="Tier">The tier.</param>
/// <param name="Guarded">Where it is enforced; null where it is not.</param>
/// <param name="Reason">Why the tier is not a better one; null on the best tier and for rules that only alert.</param>
public sealed record EventPlan(string Event, Tier Tier, GuardedEvent? Guarded, PlanReason? Reason);

/// <summary>What stands in the way of a better tier.</summary>
/// <param name="Kind">What sort of obstacle it is; every sort has its diagnostic.</param>
/// <param name="Text">The cause as a sentence, the predicate included.</param>
/// <param name="Predicate">The predicate in the way, empty where it is not one predicate.</param>
/// <param name="Position">The predicate's byte offset in its condition, −1 where it is not one predicate.</param>
public sealed record PlanReason(PlanReasonKind Kind, string Text, string Predicate = "", int Position = -1);

/// <summary>The sorts of obstacles.</summary>
public enum PlanReasonKind : byte
{
    /// <summary>A predicate that no kernel dimension expresses.</summary>
    Predicate,

    /// <summary>An event type that no hook guards.</summary>
    EventType,

    /// <summary>The rule can only hold when the operation fails, or never.</summary>
    NeverBefore,

    /// <summary>The condition needs more clauses than one rule or one policy may have.</summary>
    TooLarge,

    /// <summary>An action that only user space could take.</summary>
    Action,

    /// <summary>A rule on events that do not come from the kernel.</summary>
    Source,
}
