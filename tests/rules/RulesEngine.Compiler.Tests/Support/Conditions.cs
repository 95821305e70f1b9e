using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Tests.Support;

/// <summary>
/// Makes checked conditions by hand: a leaf from its field, operator and constants, as the checker would.
/// </summary>
internal static class Conditions
{
    private static readonly Dictionary<string, FieldType> Types = new()
    {
        ["user.uid"] = FieldType.UInt32,
        ["user.loginuid"] = FieldType.Int64,
        ["fd.num"] = FieldType.Int64,
        ["evt.rawres"] = FieldType.Int64,
        ["evt.failed"] = FieldType.Bool,
        ["fd.sport"] = FieldType.Port,
        ["fd.rport"] = FieldType.Port,
        ["fd.sip"] = FieldType.IPAddr,
        ["fd.snet"] = FieldType.IPNet,
        ["evt.is_open_read"] = FieldType.Bool,
        ["evt.is_open_write"] = FieldType.Bool,
        ["evt.is_open_create"] = FieldType.Bool,
        ["evt.is_open_exec"] = FieldType.Bool,
    };

    public static ConditionNode And(params ConditionNode[] operands) => new AndNode([.. operands]);

    public static ConditionNode Or(params ConditionNode[] operands) => new OrNode([.. operands]);

    public static ConditionNode Not(ConditionNode operand) => new NotNode(operand);

    public static ComparisonNode Leaf(string field, ComparisonOperator op, params string[] constants) =>
        Leaf(field, op, OperatorModifier.None, constants);

    public static ComparisonNode Leaf(string field, ComparisonOperator op, OperatorModifier modifier,
        params string[] constants)
    {
        var source = new FieldSource(Field(field));
        var text = $"{field} {op} {(modifier == OperatorModifier.None ? "" : modifier)}({string.Join(", ", constants)})";
        return new ComparisonNode(source, op, modifier,
            [.. constants.Select(value => ParseConstant(source.Type, value))], null)
        {
            Text = text,
        };
    }

    public static FieldReference Field(string name)
    {
        var type = Types.GetValueOrDefault(name, FieldType.CharBuf);
        return new FieldReference(
            new FieldDefinition(0, name, type, FieldFlags.None, name.Split('.')[0], ""), name, false, 0, "", type);
    }

    /// <summary>The condition in a readable form, for messages of failing tests.</summary>
    public static string Print(ConditionNode condition) => condition switch
    {
        ComparisonNode leaf => leaf.Text,
        NotNode not => $"not {Print(not.Operand)}",
        AndNode and => $"({string.Join(" and ", and.Operands.Select(Print))})",
        OrNode or => $"({string.Join(" or ", or.Operands.Select(Print))})",
        _ => throw new ArgumentOutOfRangeException(nameof(condition)),
    };

    private static Constant ParseConstant(FieldType type, string value)
    {
        var constant = new Constant(Encoding.UTF8.GetBytes(value));
        switch (type)
        {
            case FieldType.Bool:
                return constant with { Number = value == "true" ? 1 : 0 };
            case FieldType.IPAddr:
                return constant with { Address = IPAddress.Parse(value).GetAddressBytes() };
            case FieldType.IPNet:
                var network = IPNetwork.Parse(value);
                return constant with
                {
                    Address = network.BaseAddress.GetAddressBytes(),
                    PrefixLength = network.PrefixLength
                };
            case FieldType.CharBuf:
                return constant;
            default:
                return constant with { Number = long.Parse(value, CultureInfo.InvariantCulture) };
        }
    }
}
