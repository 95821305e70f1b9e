using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Fields;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Turns one side of a comparison into a <see cref="ValueSource"/>: looks fields up, checks the arguments of
/// transformers, and gives every call its type.
/// </summary>
internal static class OperandChecker
{
    public static ValueSource? Check(Expr operand, CheckContext context) => operand switch
    {
        FieldExpr field => CheckField(field, context),
        TransformerExpr { Name: "val" } val => CheckField((FieldExpr)val.Arguments[0], context),
        TransformerExpr call => CheckCall(call, context),
        TransformerListExpr list => CheckAll(list.Items, context) is { IsDefault: false } items
            ? new ListSource(items)
            : null,
        ValueExpr literal => new LiteralSource(literal.Value.Memory),
        _ => throw new InvalidOperationException($"{operand.GetType().Name} is no operand"),
    };

    /// <summary>The innermost field of a chain of transformers; null where there is none or several.</summary>
    public static FieldReference? BaseField(ValueSource source) => source switch
    {
        FieldSource field => field.Field,
        TransformerSource { Inputs.Length: 1 } call => BaseField(call.Inputs[0]),
        _ => null,
    };

    /// <summary>How Falco's messages name a side of a comparison.</summary>
    public static string NameOf(ValueSource source) => source switch
    {
        FieldSource field => field.Field.Definition.Name,
        TransformerSource { Inputs.Length: 1 } call => NameOf(call.Inputs[0]),
        TransformerSource call => call.Kind switch
        {
            TransformerKind.Join => "join",
            TransformerKind.Concat => "concat",
            _ => "getopt",
        },
        _ => "",
    };

    private static FieldSource? CheckField(FieldExpr field, CheckContext context)
    {
        var lookup = context.Fields.Resolve(field.Name, field.Argument?.Memory);
        if (lookup.Field is { } reference)
        {
            return new FieldSource(reference);
        }

        context.Fail(lookup.Error!);
        return null;
    }

    private static ImmutableArray<ValueSource> CheckAll(ImmutableArray<Expr> operands, CheckContext context)
    {
        var sources = ImmutableArray.CreateBuilder<ValueSource>(operands.Length);
        foreach (var operand in operands)
        {
            if (Check(operand, context) is not { } source)
            {
                return default;
            }

            sources.Add(source);
        }

        return sources.MoveToImmutable();
    }

    private static TransformerSource? CheckCall(TransformerExpr call, CheckContext context)
    {
        var inputs = CheckAll(call.Arguments, context);
        if (inputs.IsDefault)
        {
            return null;
        }

        if (call.Selector is not null && call.Name != "getopt")
        {
            context.Fail($"filter error: transformer '{call.Name}' does not support field arguments");
            return null;
        }

        return inputs.Length == 1
            ? CheckSingle(call, inputs[0], context)
            : CheckMultiple(call, inputs, context);
    }

    private static TransformerSource? CheckSingle(TransformerExpr call, ValueSource input, CheckContext context)
    {
        if (KindOf(call.Name) is not { } kind)
        {
            context.Fail($"unknown field transfomer '{call.Name}'");
            return null;
        }

        if (input is FieldSource field && (field.Field.Definition.Flags & FieldFlags.NoTransformer) != 0)
        {
            context.Fail($"field '{field.Field.Definition.Name}' does not support transformers");
            return null;
        }

        if (!Accepts(kind, input))
        {
            context.Fail($"can't add field transformer: type '{FieldTypeNames.NameOf(input.Type)}' is not supported by "
                + $"'{call.Name}' transformer applied on field '{NameOf(input)}'");
            return null;
        }

        return kind == TransformerKind.Len
            ? new TransformerSource(kind, [input], null, FieldType.UInt64, false)
            : new TransformerSource(kind, [input], null, input.Type, input.IsList);
    }

    private static TransformerSource? CheckMultiple(
        TransformerExpr call, ImmutableArray<ValueSource> inputs, CheckContext context)
    {
        var refusal = call.Name switch
        {
            "join" => RefuseJoin(inputs),
            "concat" => RefuseConcat(inputs),
            "getopt" => RefuseGetOpt(inputs, call.Selector),
            _ => "unknown multivalue transformer",
        };
        if (refusal is not null)
        {
            context.Fail(refusal, isFatal: KindOf(call.Name) is not null);
            return null;
        }

        return call.Name switch
        {
            "join" => new TransformerSource(TransformerKind.Join, inputs, null, FieldType.CharBuf, false),
            "concat" => new TransformerSource(TransformerKind.Concat, inputs, null, FieldType.CharBuf, false),
            _ => new TransformerSource(
                TransformerKind.GetOpt, inputs, call.Selector?.Memory, FieldType.CharBuf, call.Selector is null),
        };
    }

    private static string? RefuseJoin(ImmutableArray<ValueSource> inputs)
    {
        if (inputs.Length != 2)
        {
            return "join() requires exactly 2 arguments: separator and list";
        }

        if (inputs[0].IsList)
        {
            return "join() first argument (separator) must be a single value, not a list";
        }

        if (!IsText(inputs[0]))
        {
            return "join() first argument (separator) must be a string";
        }

        return inputs[1].IsList ? null : "join() second argument must be a list";
    }

    private static string? RefuseConcat(ImmutableArray<ValueSource> inputs) =>
        inputs.All(input => IsText(input) && !input.IsList) ? null : "concat() arguments must be strings";

    private static string? RefuseGetOpt(ImmutableArray<ValueSource> inputs, ByteText? selector)
    {
        if (inputs.Length != 2)
        {
            return "getopt() requires exactly 2 arguments: args list and optstring";
        }

        if (!inputs[0].IsList)
        {
            return "getopt() first argument must be a list";
        }

        if (inputs[1].IsList)
        {
            return "getopt() second argument (optstring) must be a single value";
        }

        return selector is { Length: not 1 } ? "getopt() field argument must be a single option character" : null;
    }

    private static bool Accepts(TransformerKind kind, ValueSource input) => kind switch
    {
        TransformerKind.Len => input.IsList || IsText(input) || input.Type == FieldType.ByteBuf,
        TransformerKind.Base64Decode => IsText(input) || input.Type == FieldType.ByteBuf,
        _ => IsText(input),
    };

    private static bool IsText(ValueSource source) => TypeRules.ClassOf(source.Type) == TypeClass.Text;

    /// <summary>The transformers that take one argument; the others have none of these names.</summary>
    private static TransformerKind? KindOf(string name) => name switch
    {
        "tolower" => TransformerKind.ToLower,
        "toupper" => TransformerKind.ToUpper,
        "b64" => TransformerKind.Base64Decode,
        "basename" => TransformerKind.BaseName,
        "len" => TransformerKind.Len,
        _ => null,
    };
}
