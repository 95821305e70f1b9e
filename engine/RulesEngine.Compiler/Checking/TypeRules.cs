using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compiler.Checking;

/// <summary>Types that compare alike.</summary>
internal enum TypeClass
{
    /// <summary>Only <c>exists</c> is allowed.</summary>
    Opaque,
    Number,
    Bool,
    Address,
    Text,
    Buffer,
}

/// <summary>Which operators a type allows, and Falco's message for those it does not.</summary>
internal static class TypeRules
{
    public static TypeClass ClassOf(FieldType type) => type switch
    {
        FieldType.Int8 or FieldType.Int16 or FieldType.Int32 or FieldType.Int64
            or FieldType.UInt8 or FieldType.UInt16 or FieldType.UInt32 or FieldType.UInt64
            or FieldType.Errno or FieldType.Fd or FieldType.Pid or FieldType.Fd32 or FieldType.Pid32
            or FieldType.SyscallId or FieldType.SigType or FieldType.RelTime or FieldType.AbsTime or FieldType.Port
            or FieldType.L4Proto or FieldType.SockFamily or FieldType.Double or FieldType.Mode
            or FieldType.Flags8 or FieldType.Flags16 or FieldType.Flags32
            or FieldType.EnumFlags8 or FieldType.EnumFlags16 or FieldType.EnumFlags32 => TypeClass.Number,
        FieldType.Bool => TypeClass.Bool,
        FieldType.IPv4Addr or FieldType.IPv6Addr or FieldType.IPAddr
            or FieldType.IPv4Net or FieldType.IPv6Net or FieldType.IPNet => TypeClass.Address,
        FieldType.CharBuf or FieldType.FsPath or FieldType.FsRelPath => TypeClass.Text,
        FieldType.ByteBuf => TypeClass.Buffer,
        _ => TypeClass.Opaque,
    };

    /// <summary>Null when the operator is allowed.</summary>
    public static string? Refusal(ComparisonOperator op, OperatorModifier modifier, FieldType type, bool isList)
    {
        if (op == ComparisonOperator.Exists)
        {
            return null;
        }

        if (isList)
        {
            return op is ComparisonOperator.In or ComparisonOperator.Intersects && modifier == OperatorModifier.None
                ? null
                : $"filter error: '{Spell(op)}' operator not supported list filters";
        }

        var family = ClassOf(type);
        if (Allows(family, op))
        {
            return null;
        }

        return family switch
        {
            TypeClass.Number or TypeClass.Bool =>
                $"filter error: '{Spell(op)}' operator not supported for numeric filters",
            TypeClass.Text => $"filter error: '{Spell(op)}' operator not supported for string filters",
            TypeClass.Buffer => $"filter error: '{Spell(op)}' operator not supported for buffer filters",
            TypeClass.Address => modifier == OperatorModifier.None
                ? $"filter error: '{Spell(op)}' operator not supported for ip address and network filters"
                : $"filter error: '{Spell(op)}' with modifier not supported for ip address and network filters",
            _ => $"filter error: '{Spell(op)}' operator not supported for type '{FieldTypeNames.NameOf(type)}'",
        };
    }

    public static ComparisonOperator OperatorOf(string word) => word switch
    {
        "exists" => ComparisonOperator.Exists,
        "=" or "==" => ComparisonOperator.Equal,
        "!=" => ComparisonOperator.NotEqual,
        "<" => ComparisonOperator.Less,
        "<=" => ComparisonOperator.LessOrEqual,
        ">" => ComparisonOperator.Greater,
        ">=" => ComparisonOperator.GreaterOrEqual,
        "contains" => ComparisonOperator.Contains,
        "icontains" => ComparisonOperator.IContains,
        "bcontains" => ComparisonOperator.BContains,
        "startswith" => ComparisonOperator.StartsWith,
        "bstartswith" => ComparisonOperator.BStartsWith,
        "endswith" => ComparisonOperator.EndsWith,
        "glob" => ComparisonOperator.Glob,
        "iglob" => ComparisonOperator.IGlob,
        "regex" => ComparisonOperator.Regex,
        "in" => ComparisonOperator.In,
        "intersects" => ComparisonOperator.Intersects,
        "pmatch" => ComparisonOperator.PMatch,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no operator of the language"),
    };

    public static OperatorModifier ModifierOf(string? word) => word switch
    {
        null => OperatorModifier.None,
        "oneof" => OperatorModifier.OneOf,
        "anyof" => OperatorModifier.AnyOf,
        "allof" => OperatorModifier.AllOf,
        _ => throw new ArgumentOutOfRangeException(nameof(word), word, "no modifier of the language"),
    };

    private static bool Allows(TypeClass family, ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal or ComparisonOperator.NotEqual
            or ComparisonOperator.In or ComparisonOperator.Intersects => family != TypeClass.Opaque,
        ComparisonOperator.Less or ComparisonOperator.LessOrEqual
            or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual
            => family is TypeClass.Number or TypeClass.Text,
        ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith
            => family is TypeClass.Text or TypeClass.Buffer,
        ComparisonOperator.BContains or ComparisonOperator.BStartsWith => family == TypeClass.Buffer,
        _ => family == TypeClass.Text,
    };

    private static string Spell(ComparisonOperator op) => op switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => op.ToString().ToLowerInvariant(),
    };
}
