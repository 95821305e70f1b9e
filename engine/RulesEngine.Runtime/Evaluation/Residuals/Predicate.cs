using RulesEngine.Runtime.Evaluation.Program;
using RulesEngine.Runtime.Evaluation.Tests;

namespace RulesEngine.Runtime.Evaluation.Residuals;

/// <summary>
/// A comparison as the code has it: once, however many residuals ask it. <see cref="Text"/>, <see cref="Number"/>,
/// <see cref="Test"/> or <see cref="Step"/> is set as the opcode needs it.
/// </summary>
internal sealed class Predicate
{
    public required Opcode Opcode { get; init; }

    /// <summary>The number of the value's reader.</summary>
    public ushort Source { get; init; }

    public byte[] Text { get; init; } = [];

    public long Number { get; init; }

    public ValueTest? Test { get; init; }

    public Step? Step { get; init; }

    /// <summary>How often residuals name it.</summary>
    public int Uses { get; set; }

    /// <summary>The predicate of a test on the value that a reader reads.</summary>
    public static Predicate Of(ushort source, ValueTest test) => test switch
    {
        AlwaysTest => new Predicate { Opcode = Opcode.Exists, Source = source },
        TextEqualTest equal => new Predicate
        {
            Opcode = equal.IsNegated ? Opcode.TextNotEqual : Opcode.TextEqual,
            Source = source,
            Text = equal.Text,
        },
        TextContainsTest contains => new Predicate { Opcode = Opcode.TextContains, Source = source, Text = contains.Text },
        TextPrefixTest prefix => new Predicate { Opcode = Opcode.TextPrefix, Source = source, Text = prefix.Text },
        TextSuffixTest suffix => new Predicate { Opcode = Opcode.TextSuffix, Source = source, Text = suffix.Text },
        TextSetTest => new Predicate { Opcode = Opcode.TextIn, Source = source, Test = test },
        NumberTest { Comparison: ComparisonOperator.Equal } number =>
            new Predicate { Opcode = Opcode.NumberEqual, Source = source, Number = number.Constant },
        NumberTest { Comparison: ComparisonOperator.NotEqual } number =>
            new Predicate { Opcode = Opcode.NumberNotEqual, Source = source, Number = number.Constant },
        _ => new Predicate { Opcode = Opcode.Test, Source = source, Test = test },
    };
}
