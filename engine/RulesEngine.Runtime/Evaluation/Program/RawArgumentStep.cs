using System.Buffers.Binary;
using RulesEngine.Runtime.Evaluation.Tests;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary>
/// <c>evt.rawarg.X</c>. The constant was parsed for the first parameter of that name in the event table, but it is
/// compared by the type that the parameter has in the event at hand: Falco reads the constant's stored bytes anew as
/// that type. A test is therefore kept for every type met. An empty parameter is missing; sets find only texts; only
/// the first constant counts where a modifier is given.
/// </summary>
internal sealed class RawArgumentStep : Step
{
    private readonly FieldProbe _probe;
    private readonly ComparisonNode _comparison;
    private readonly ValueTest?[] _testByType = new ValueTest?[64];

    public RawArgumentStep(FieldProbe probe, ComparisonNode comparison)
    {
        _probe = probe;
        _comparison = comparison;
    }

    public override bool IsTrue(EventContext context)
    {
        var value = default(FieldValue);
        if (!_probe.TryRead(context, ref value) || value.IsZeroInText) return false;
        var isText = TypeClasses.Of(value.Type) == TypeClass.Text;
        if (!isText && TypeClasses.Of(value.Type) != TypeClass.Number && value.Bytes.IsEmpty) return false;
        var test = _testByType[(int)value.Type] ??= CreateTest(value.Type);
        return test.IsTrue(value, context);
    }

    private ValueTest CreateTest(FieldType type)
    {
        var comparison = _comparison.Operator;
        if (comparison == ComparisonOperator.Exists) return AlwaysTest.Instance;
        var typeClass = TypeClasses.Of(type);
        if (comparison is ComparisonOperator.In or ComparisonOperator.Intersects && typeClass != TypeClass.Text)
            return NeverTest.Instance;
        if (typeClass == TypeClasses.Of(_comparison.Left.Type)
            && (typeClass != TypeClass.Number || TypeClasses.Width(type) <= TypeClasses.Width(_comparison.Left.Type)))
            return ValueTest.Create(type, comparison, _comparison.Constants);
        return ValueTest.Create(type, comparison, [.. _comparison.Constants.Select(constant => Reread(constant, type))]);
    }

    // The bytes Falco stored for the constant, read as another type.
    private Constant Reread(Constant constant, FieldType type)
    {
        Span<byte> stored = stackalloc byte[256];
        stored.Clear();
        var length = TypeClasses.Of(_comparison.Left.Type) switch
        {
            TypeClass.Text or TypeClass.Buffer => Copy(constant.Bytes.Span, stored),
            TypeClass.Address or TypeClass.Network => Copy(constant.Address.Span, stored),
            _ => CopyNumber(constant.Number, stored),
        };
        var text = stored[..Math.Max(0, stored.IndexOf((byte)0))].ToArray();
        return new Constant(text)
        {
            Bytes = TypeClasses.Of(type) == TypeClass.Text ? text : stored[..length].ToArray(),
            Number = TypeClasses.Narrow(type, BinaryPrimitives.ReadInt64LittleEndian(stored)),
        };
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> stored)
    {
        var length = Math.Min(bytes.Length, stored.Length - 1);
        bytes[..length].CopyTo(stored);
        return length;
    }

    private int CopyNumber(long number, Span<byte> stored)
    {
        var width = TypeClasses.Width(_comparison.Left.Type);
        Span<byte> whole = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(whole, number);
        whole[..width].CopyTo(stored);
        return width;
    }
}
