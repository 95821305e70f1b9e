using System.Runtime.CompilerServices;
using RulesEngine.Runtime.Evaluation.Program;
using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Residuals;

/// <summary>
/// The residuals of a whole match index as one array of comparisons that jump: <c>and</c>, <c>or</c> and <c>not</c> are
/// where a comparison goes on when it is true and when it is false, so evaluating walks no tree and calls nothing per
/// node. It answers as <see cref="ConditionProgram"/> does. What several residuals ask is asked once per event, and a
/// value that the comparison before has just read is not read again. Allocates nothing; not thread-safe.
/// </summary>
public sealed class ResidualCode
{
    /// <summary>Where code ends; as an entry it is a residual that holds always, or never.</summary>
    internal const int True = -1;

    /// <inheritdoc cref="True"/>
    internal const int False = -2;

    private readonly Instruction[] _instructions;
    private readonly ValueReader[] _sources;
    private readonly byte[][] _texts;
    private readonly long[] _numbers;
    private readonly ValueTest?[] _tests;
    private readonly Step?[] _steps;
    private readonly Dictionary<ConditionNode, int> _entries;

    // The event in which a comparison was last answered, doubled, plus the answer.
    private readonly ulong[] _answers;
    private ulong _event = 1;

    internal ResidualCode(
        Instruction[] instructions,
        ValueReader[] sources,
        List<Predicate> predicates,
        Dictionary<ConditionNode, int> entries)
    {
        _instructions = instructions;
        _sources = sources;
        _texts = [.. predicates.Select(predicate => predicate.Text)];
        _numbers = [.. predicates.Select(predicate => predicate.Number)];
        _tests = [.. predicates.Select(predicate => predicate.Test)];
        _steps = [.. predicates.Select(predicate => predicate.Step)];
        _answers = new ulong[predicates.Count];
        _entries = entries;
    }

    /// <summary>
    /// Prepares these conditions. The same object given twice is one residual, with one memory where its fields
    /// remember when they were last asked.
    /// </summary>
    public static ResidualCode Compile(IEnumerable<ConditionNode> residuals) => new ResidualCompiler().Compile(residuals);

    /// <summary>What <see cref="Holds"/> takes for a residual; null stands for none and always holds.</summary>
    public int EntryOf(ConditionNode? residual) => residual is null ? True : _entries[residual];

    /// <summary>Forgets what was answered: a new event, or the same after its state has changed.</summary>
    public void Begin() => _event++;

    /// <summary>
    /// Whether a residual holds for the event. Throws <see cref="EvaluationException"/> for the comparisons that Falco
    /// refuses only when they are evaluated.
    /// </summary>
    public bool Holds(int entry, EventContext context)
    {
        if (entry < 0) return entry == True;
        return Run(entry, context);
    }

    private bool Run(int entry, EventContext context)
    {
        var instructions = _instructions;
        var value = default(FieldValue);
        var loaded = -1;
        var isThere = false;
        var at = entry;
        while (at >= 0)
        {
            ref readonly var instruction = ref instructions[at];
            var predicate = instruction.Predicate;
            bool holds;
            if (instruction.IsShared && _answers[predicate] >> 1 == _event)
            {
                holds = (_answers[predicate] & 1) != 0;
            }
            else
            {
                if (instruction.Opcode == Opcode.Step)
                {
                    holds = _steps[predicate]!.IsTrue(context);
                }
                else
                {
                    if (instruction.Source != loaded)
                    {
                        isThere = _sources[instruction.Source].TryRead(context, ref value);
                        loaded = instruction.Source;
                    }

                    // The one place where a missing value decides: it makes any comparison false.
                    holds = isThere && Compare(instruction.Opcode, predicate, value, context);
                }

                if (instruction.IsShared) _answers[predicate] = _event << 1 | (holds ? 1UL : 0);
            }

            at = holds ? instruction.OnTrue : instruction.OnFalse;
        }

        return at == True;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Compare(Opcode opcode, int predicate, in FieldValue value, EventContext context) => opcode switch
    {
        Opcode.Exists => true,
        Opcode.TextEqual => value.Bytes.SequenceEqual(_texts[predicate]),
        Opcode.TextNotEqual => !value.Bytes.SequenceEqual(_texts[predicate]),
        Opcode.TextContains => value.Bytes.IndexOf(_texts[predicate]) >= 0,
        Opcode.TextPrefix => value.Bytes.StartsWith(_texts[predicate]),
        Opcode.TextSuffix => value.Bytes.EndsWith(_texts[predicate]),
        Opcode.TextIn => Unsafe.As<TextSetTest>(_tests[predicate]!).Contains(value.Bytes),
        Opcode.NumberEqual => value.Number == _numbers[predicate],
        Opcode.NumberNotEqual => value.Number != _numbers[predicate],
        _ => _tests[predicate]!.IsTrue(value, context),
    };
}
