using System.Collections.Immutable;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Tests;

/// <summary>
/// What a comparison asks of one value that is there: an operator with its constants, prepared at load for the type of
/// the value. A missing value never comes here. Immutable; used by one thread at a time.
/// </summary>
internal abstract class ValueTest
{
    public abstract bool IsTrue(in FieldValue value, EventContext context);

    /// <summary>The test for these constants on values of this type; the checker has allowed the combination.</summary>
    public static ValueTest Create(FieldType type, ComparisonNode comparison)
    {
        if (comparison.Operator == ComparisonOperator.Exists) return AlwaysTest.Instance;
        if (comparison.Modifier != OperatorModifier.None) return CreateQuantified(type, comparison);
        return Create(type, comparison.Operator, comparison.Constants);
    }

    /// <summary>The same without a modifier.</summary>
    public static ValueTest Create(
        FieldType type, ComparisonOperator comparison, ImmutableArray<Constant> constants) =>
        TypeClasses.Of(type) switch
        {
            TypeClass.Text => CreateText(comparison, constants),
            TypeClass.Buffer => CreateBuffer(comparison, constants),
            TypeClass.Address => CreateAddress(comparison, constants),
            TypeClass.Network => CreateNetwork(comparison, constants),
            TypeClass.Real => new RealTest(comparison, [.. constants.Select(constant => constant.Number)]),
            _ => CreateNumber(type, comparison, constants),
        };

    private static ValueTest CreateQuantified(FieldType type, ComparisonNode comparison)
    {
        var constants = comparison.Constants;
        if (constants.IsEmpty) return NeverTest.Instance;
        // Falco looks a network up as bytes in a set of networks here, so nothing is ever in it.
        if (TypeClasses.Of(type) == TypeClass.Network)
        {
            if (comparison is { Operator: ComparisonOperator.Equal, Modifier: OperatorModifier.AnyOf }) return NeverTest.Instance;
            if (comparison is { Operator: ComparisonOperator.NotEqual, Modifier: OperatorModifier.AllOf }) return AlwaysTest.Instance;
        }

        var tests = constants.Select(constant => Create(type, comparison.Operator, [constant])).ToArray();
        return new QuantifiedTest(comparison.Modifier, tests);
    }

    private static ValueTest CreateText(ComparisonOperator comparison, ImmutableArray<Constant> constants)
    {
        var texts = constants.Select(constant => constant.Text.ToArray()).ToArray();
        var first = texts.Length > 0 ? texts[0] : [];
        return comparison switch
        {
            ComparisonOperator.In or ComparisonOperator.Intersects => new TextSetTest(texts),
            ComparisonOperator.PMatch => new PathTest(new PathPrefixSet(constants.Select(constant => constant.Text))),
            _ when constants.IsEmpty => NeverTest.Instance,
            ComparisonOperator.Equal => new TextEqualTest(first, isNegated: false),
            ComparisonOperator.NotEqual => new TextEqualTest(first, isNegated: true),
            ComparisonOperator.Contains => new TextContainsTest(first),
            ComparisonOperator.IContains => new TextContainsIgnoringCaseTest(first),
            ComparisonOperator.StartsWith => new TextPrefixTest(first),
            ComparisonOperator.EndsWith => new TextSuffixTest(first),
            ComparisonOperator.Glob => new GlobTest(new GlobPattern(first, ignoreCase: false)),
            ComparisonOperator.IGlob => new GlobTest(new GlobPattern(first, ignoreCase: true)),
            ComparisonOperator.Regex => new RegexTest(new PosixRegex(first)),
            _ => new TextOrderTest(first, comparison),
        };
    }

    private static ValueTest CreateBuffer(ComparisonOperator comparison, ImmutableArray<Constant> constants)
    {
        var buffers = constants.Select(constant => constant.Bytes.ToArray()).ToArray();
        var first = buffers.Length > 0 ? buffers[0] : [];
        return comparison switch
        {
            ComparisonOperator.In or ComparisonOperator.Intersects => new TextSetTest(buffers),
            _ when constants.IsEmpty => NeverTest.Instance,
            ComparisonOperator.Equal => new TextEqualTest(first, isNegated: false),
            ComparisonOperator.NotEqual => new TextEqualTest(first, isNegated: true),
            ComparisonOperator.Contains or ComparisonOperator.BContains => new TextContainsTest(first),
            ComparisonOperator.StartsWith or ComparisonOperator.BStartsWith => new TextPrefixTest(first),
            _ => new TextSuffixTest(first),
        };
    }

    private static ValueTest CreateAddress(ComparisonOperator comparison, ImmutableArray<Constant> constants)
    {
        var addresses = constants.Select(constant => constant.Address.ToArray()).ToArray();
        if (comparison is ComparisonOperator.In or ComparisonOperator.Intersects) return new TextSetTest(addresses);
        if (addresses.Length == 0) return NeverTest.Instance;
        return new TextEqualTest(addresses[0], comparison == ComparisonOperator.NotEqual);
    }

    private static ValueTest CreateNetwork(ComparisonOperator comparison, ImmutableArray<Constant> constants)
    {
        var networks = constants.Select(constant => new NetworkAddress(constant.Address, constant.PrefixLength)).ToArray();
        return networks.Length == 0
            ? NeverTest.Instance
            : new NetworkTest(networks, comparison == ComparisonOperator.NotEqual);
    }

    private static ValueTest CreateNumber(
        FieldType type, ComparisonOperator comparison, ImmutableArray<Constant> constants)
    {
        var numbers = constants.Select(constant => TypeClasses.Narrow(type, constant.Number)).ToArray();
        if (comparison is ComparisonOperator.In or ComparisonOperator.Intersects) return new NumberSetTest(numbers);
        if (numbers.Length == 0) return NeverTest.Instance;
        return new NumberTest(comparison, numbers[0], TypeClasses.IsSigned(type));
    }
}

/// <summary>True for whatever is there: <c>exists</c>.</summary>
internal sealed class AlwaysTest : ValueTest
{
    public static readonly AlwaysTest Instance = new();

    public override bool IsTrue(in FieldValue value, EventContext context) => true;
}

/// <summary>Never true: a list without values.</summary>
internal sealed class NeverTest : ValueTest
{
    public static readonly NeverTest Instance = new();

    public override bool IsTrue(in FieldValue value, EventContext context) => false;
}

/// <summary>One, any or all of several tests hold; as many tests as there are listed values, repeated ones too.</summary>
internal sealed class QuantifiedTest(OperatorModifier modifier, ValueTest[] tests) : ValueTest
{
    public override bool IsTrue(in FieldValue value, EventContext context)
    {
        var count = 0;
        foreach (var test in tests)
        {
            if (test.IsTrue(value, context))
            {
                if (modifier == OperatorModifier.AnyOf) return true;
                if (++count > 1 && modifier == OperatorModifier.OneOf) return false;
            }
            else if (modifier == OperatorModifier.AllOf)
            {
                return false;
            }
        }

        return modifier == OperatorModifier.AllOf || count == 1;
    }
}
