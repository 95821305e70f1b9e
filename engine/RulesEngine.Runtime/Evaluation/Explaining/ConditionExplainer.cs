using RulesEngine.Runtime.Evaluation.Program;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Explaining;

/// <summary>
/// A condition that can say why it holds or not. It answers as <see cref="ConditionProgram"/> does, with the same
/// comparisons in the same order, and must be asked on every event before the one to be explained where
/// <see cref="AskingOrder"/> matters. For people, not for speed: it allocates. Not thread-safe.
/// </summary>
public sealed class ConditionExplainer(ConditionNode condition)
{
    private readonly Part _root = Part.Of(condition);

    /// <summary>
    /// Whether the condition holds. Throws <see cref="EvaluationException"/> for the comparisons that Falco refuses
    /// only when they are evaluated.
    /// </summary>
    public bool Evaluate(EventContext context)
    {
        _root.Forget();
        return _root.Ask(context);
    }

    /// <summary>The same answer with its reasons; an error becomes part of them.</summary>
    public Explanation Explain(EventContext context)
    {
        _root.Forget();
        try
        {
            _root.Ask(context);
        }
        catch (EvaluationException)
        {
            // The comparison that failed is asked again below and keeps its error.
        }

        return _root.Explain(context);
    }

    /// <summary>A node of the condition and what it answered on the event at hand.</summary>
    private abstract class Part(ConditionNode condition)
    {
        private bool? _answer;

        protected ConditionNode Condition => condition;

        /// <summary>Whether the part was asked for the sake of the whole.</summary>
        protected bool IsNeeded => _answer is not null;

        public static Part Of(ConditionNode condition) => condition switch
        {
            AndNode and => new Connective(and, [.. and.Operands.Select(Of)], ends: false),
            OrNode or => new Connective(or, [.. or.Operands.Select(Of)], ends: true),
            NotNode not => new Negation(not, Of(not.Operand)),
            ComparisonNode comparison => new Leaf(comparison),
            _ => throw new ArgumentException($"no explanation for {condition.GetType().Name}", nameof(condition)),
        };

        public bool Ask(EventContext context)
        {
            // A comparison that fails was needed: the answer is set before it is known.
            _answer = false;
            _answer = Answer(context);
            return _answer.Value;
        }

        public abstract Explanation Explain(EventContext context);

        public virtual void Forget() => _answer = null;

        protected abstract bool Answer(EventContext context);
    }

    /// <summary>
    /// An <c>or</c>, which ends at the first true operand, or an <c>and</c>, which ends at the first false one.
    /// </summary>
    private sealed class Connective(ConditionNode condition, Part[] operands, bool ends) : Part(condition)
    {
        public override Explanation Explain(EventContext context)
        {
            Explanation[] parts = [.. operands.Select(operand => operand.Explain(context))];
            return new Explanation(Condition, parts.Any(part => part.Holds == ends) == ends)
            {
                IsNeeded = IsNeeded,
                Operands = [.. parts],
            };
        }

        public override void Forget()
        {
            base.Forget();
            foreach (var operand in operands) operand.Forget();
        }

        protected override bool Answer(EventContext context)
        {
            foreach (var operand in operands)
            {
                if (operand.Ask(context) == ends) return ends;
            }

            return !ends;
        }
    }

    private sealed class Negation(ConditionNode condition, Part operand) : Part(condition)
    {
        public override Explanation Explain(EventContext context)
        {
            var part = operand.Explain(context);
            return new Explanation(Condition, !part.Holds) { IsNeeded = IsNeeded, Operands = [part] };
        }

        public override void Forget()
        {
            base.Forget();
            operand.Forget();
        }

        protected override bool Answer(EventContext context) => !operand.Ask(context);
    }

    private sealed class Leaf(ComparisonNode comparison) : Part(comparison)
    {
        private readonly Step _step = StepCompiler.CompileComparison(comparison);
        private readonly ShownValues _values = new(comparison);
        private bool? _holds;

        public override Explanation Explain(EventContext context)
        {
            string? error = null;
            var isNeeded = IsNeeded;
            if (_holds is not { } holds)
            {
                holds = false;
                try
                {
                    holds = _step.IsTrue(context);
                }
                catch (EvaluationException failure)
                {
                    error = failure.Message;
                }
            }

            return new Explanation(Condition, holds) { IsNeeded = isNeeded, Values = _values.Read(context), Error = error };
        }

        public override void Forget()
        {
            base.Forget();
            _holds = null;
        }

        protected override bool Answer(EventContext context)
        {
            _holds = _step.IsTrue(context);
            return _holds.Value;
        }
    }
}
