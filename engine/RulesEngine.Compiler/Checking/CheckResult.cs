using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Checking;

/// <summary>Where checking stopped.</summary>
public enum CheckStage
{
    /// <summary>A comparison does not hold together: <c>compile</c> in the recorded answers.</summary>
    Compile,

    /// <summary>The set of event codes cannot be computed: <c>eventcodes</c>.</summary>
    EventCodes,
}

/// <summary>
/// Falco's message. <see cref="Position"/> is the start of the comparison, null for
/// <see cref="CheckStage.EventCodes"/>.
/// <see cref="IsFatal"/> marks what is no load error in Falco but ends it.
/// </summary>
public sealed record CheckError(string Message, SourcePosition? Position, CheckStage Stage, bool IsFatal);

/// <summary>What a condition may use.</summary>
/// <param name="Fields">The fields known to this load.</param>
public sealed record CheckOptions(FieldCatalog Fields)
{
    public static CheckOptions Default { get; } = new(FieldCatalog.Default);
}

/// <summary>
/// Either a condition, with Falco's warnings in order and the event codes it can be true for, or an error.
/// </summary>
public sealed record CheckResult(
    ConditionNode? Condition, CheckError? Error, ImmutableArray<string> Warnings, EventCodeSet EventCodes)
{
    /// <summary>For each warning, the start of the right side it is about.</summary>
    public ImmutableArray<SourcePosition> WarningPositions { get; init; } = [];
}
