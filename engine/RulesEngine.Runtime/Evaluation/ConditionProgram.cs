using RulesEngine.Runtime.Evaluation.Program;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// A condition compiled for evaluation: it receives a checked condition and answers for one event after another,
/// exactly as Falco would, without allocating. It is the plain evaluator: what the match index decides faster must
/// agree with it. Not thread-safe: fields that remember the last event they were asked about belong to one program.
/// </summary>
public sealed class ConditionProgram
{
    private readonly Step _root;

    private ConditionProgram(Step root) => _root = root;

    /// <summary>Prepares constants, patterns and field access; the checker has allowed everything in the condition.</summary>
    public static ConditionProgram Compile(ConditionNode condition) => new(StepCompiler.Compile(condition));

    /// <summary>
    /// Whether the condition holds for the event. Throws <see cref="EvaluationException"/> for the comparisons that
    /// Falco refuses only when they are evaluated.
    /// </summary>
    public bool Evaluate(EventContext context) => _root.IsTrue(context);
}
