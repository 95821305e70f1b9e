using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Values;

/// <summary>The transformers from text to text (or buffer to buffer), item by item for a list.</summary>
internal sealed class TextTransformReader(TransformerKind kind, ValueReader input) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        if (!input.TryRead(context, ref value)) return false;
        var arena = context.Scratch;
        if (!value.IsList)
        {
            if (!TryTransform(arena, value.Bytes, out var text)) return false;
            value.IsNumberInJson = false;
            value.Shared = SharedText.None;
            return value.Take(text);
        }

        // The items of a list are next to each other, so all are transformed before one is added.
        Span<int> marks = stackalloc int[value.ItemCount * 2];
        for (var i = 0; i < value.ItemCount; i++)
        {
            marks[i * 2] = arena.Mark;
            if (!TryTransform(arena, arena.GetItem(value.FirstItem + i), out var item)) return false;
            marks[i * 2 + 1] = item.Length;
        }

        var first = arena.ItemCount;
        for (var i = 0; i < value.ItemCount; i++) arena.AddItem(marks[i * 2], marks[i * 2 + 1]);
        return value.TakeItems(arena, first);
    }

    private bool TryTransform(ScratchArena arena, ReadOnlySpan<byte> text, out ReadOnlySpan<byte> result)
    {
        var mark = arena.Mark;
        switch (kind)
        {
            case TransformerKind.ToLower:
                Fold(text, arena.Reserve(text.Length), 'A', 'Z');
                break;
            case TransformerKind.ToUpper:
                Fold(text, arena.Reserve(text.Length), 'a', 'z');
                break;
            case TransformerKind.BaseName:
                arena.Append(text[(text.LastIndexOf((byte)'/') + 1)..]);
                break;
            case TransformerKind.Base64Decode when !Base64Text.TryDecode(arena, text):
                result = default;
                return false;
        }

        result = arena.Since(mark);
        return true;
    }

    private static void Fold(ReadOnlySpan<byte> text, Span<byte> result, char from, char to)
    {
        for (var i = 0; i < text.Length; i++)
        {
            result[i] = text[i] >= from && text[i] <= to ? (byte)(text[i] ^ 0x20) : text[i];
        }
    }
}

/// <summary>The length of a text or buffer in bytes, or the number of a list's items; a missing list has none.</summary>
internal sealed class LengthReader(ValueReader input, bool isList, NumberFormat format) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        if (!input.TryRead(context, ref value)) return false;
        var length = isList ? value.ItemCount : value.Bytes.Length;
        value = FieldValue.Of(FieldType.UInt64);
        value.Format = format;
        return value.Take(length);
    }
}
