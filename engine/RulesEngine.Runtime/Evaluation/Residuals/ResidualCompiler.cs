using RulesEngine.Runtime.Evaluation.Program;
using RulesEngine.Runtime.Evaluation.Values;

namespace RulesEngine.Runtime.Evaluation.Residuals;

/// <summary>
/// From conditions to one array of jumping comparisons. Code is laid from the end to the beginning, so a comparison's
/// targets are known when it is written. Equal comparisons become one predicate. Within an <c>and</c> or an <c>or</c>
/// the cheap operands come first: truth is two-valued and comparing changes nothing, so their order decides only which
/// of them are not needed; where a comparison does change something (<see cref="AskingOrder"/>) the condition keeps
/// the written order and shares nothing.
/// </summary>
internal sealed class ResidualCompiler
{
    private readonly List<Instruction> _instructions = [];
    private readonly List<ValueReader> _sources = [];
    private readonly List<Predicate> _predicates = [];
    private readonly Dictionary<string, ushort> _sourceByText = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _predicateByText = new(StringComparer.Ordinal);
    private readonly Dictionary<ConditionNode, int> _entries = new(ReferenceEqualityComparer.Instance);

    public ResidualCode Compile(IEnumerable<ConditionNode> residuals)
    {
        foreach (var residual in residuals)
        {
            if (_entries.ContainsKey(residual)) continue;
            var ordered = AskingOrder.Matters(residual) ? residual : CheapFirst.Order(residual);
            _entries.Add(residual, Lay(ordered, ResidualCode.True, ResidualCode.False));
        }

        var instructions = _instructions.ToArray();
        foreach (ref var instruction in instructions.AsSpan())
            instruction = instruction with { IsShared = _predicates[instruction.Predicate].Uses > 1 };
        return new ResidualCode(instructions, [.. _sources], _predicates, _entries);
    }

    /// <summary>Writes the code of a condition that goes on at one of two places; returns where it begins.</summary>
    private int Lay(ConditionNode condition, int onTrue, int onFalse)
    {
        switch (condition)
        {
            case NotNode not:
                return Lay(not.Operand, onFalse, onTrue);
            case AndNode and:
                for (var i = and.Operands.Length - 1; i >= 0; i--)
                    onTrue = Lay(and.Operands[i], onTrue, onFalse);
                return onTrue;
            case OrNode or:
                for (var i = or.Operands.Length - 1; i >= 0; i--)
                    onFalse = Lay(or.Operands[i], onTrue, onFalse);
                return onFalse;
            case ComparisonNode comparison:
                var number = PredicateOf(comparison);
                var predicate = _predicates[number];
                _instructions.Add(new Instruction(
                    predicate.Opcode, IsShared: false, predicate.Source, number, onTrue, onFalse));
                return _instructions.Count - 1;
            default:
                throw new ArgumentException($"no code for {condition.GetType().Name}", nameof(condition));
        }
    }

    private int PredicateOf(ComparisonNode comparison)
    {
        var isOnce = AskingOrder.Matters(comparison);
        if (!isOnce && _predicateByText.TryGetValue(comparison.Text, out var number))
        {
            _predicates[number].Uses++;
            return number;
        }

        var predicate = NewPredicate(comparison, isOnce);
        predicate.Uses = 1;
        _predicates.Add(predicate);
        if (!isOnce) _predicateByText.Add(comparison.Text, _predicates.Count - 1);
        return _predicates.Count - 1;
    }

    private Predicate NewPredicate(ComparisonNode comparison, bool isOnce)
    {
        var step = StepCompiler.CompileComparison(comparison);
        return !isOnce && step is CompareStep plain && comparison.Left is FieldSource field
            && SourceOf(field, plain) is { } source
            ? Predicate.Of(source, plain.Test)
            : new Predicate { Opcode = Opcode.Step, Step = step };
    }

    /// <summary>The number of a field's reader, or null when an instruction cannot hold it.</summary>
    private ushort? SourceOf(FieldSource field, CompareStep step)
    {
        if (_sourceByText.TryGetValue(field.Field.Text, out var number)) return number;
        if (_sources.Count > ushort.MaxValue) return null;
        _sources.Add(step.Left);
        number = (ushort)(_sources.Count - 1);
        _sourceByText.Add(field.Field.Text, number);
        return number;
    }
}
