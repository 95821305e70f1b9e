using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// What the checks of one condition share: the fields, the warnings so far, and the first error. A check that fails
/// says so here and returns null; whoever called it returns null too.
/// </summary>
internal sealed class CheckContext(FieldCatalog fields)
{
    public FieldCatalog Fields { get; } = fields;

    public List<string> Warnings { get; } = [];

    public CheckError? Error { get; private set; }

    /// <summary>Where each warning points: the right side of its comparison.</summary>
    public List<SourcePosition> WarningPositions { get; } = [];

    /// <summary>The right side of the comparison being checked.</summary>
    public SourcePosition RightPosition { get; set; }

    public void Warn(string message)
    {
        Warnings.Add(message);
        WarningPositions.Add(RightPosition);
    }

    /// <summary>The comparison being checked; Falco reports every error at its start.</summary>
    public SourcePosition Position { get; set; }

    public void Fail(string message, bool isFatal = false) =>
        Error ??= new CheckError(message, Position, CheckStage.Compile, isFatal);

    public void FailEventCodes(string message) =>
        Error ??= new CheckError(message, null, CheckStage.EventCodes, IsFatal: true);
}
