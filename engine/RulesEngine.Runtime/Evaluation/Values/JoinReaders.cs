using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Values;

/// <summary><c>join(separator, list)</c>.</summary>
internal sealed class JoinReader(ValueReader separator, ValueReader list) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        var between = default(FieldValue);
        if (!separator.TryRead(context, ref between) || !list.TryRead(context, ref value)) return false;
        var arena = context.Scratch;
        var mark = arena.Mark;
        for (var i = 0; i < value.ItemCount; i++)
        {
            if (i > 0) arena.Append(between.Bytes);
            arena.Append(arena.GetItem(value.FirstItem + i));
        }

        value = FieldValue.Of(FieldType.CharBuf);
        return value.Take(EventView.UpToNul(arena.Since(mark)));
    }
}

/// <summary><c>concat(a, b, …)</c>; missing when one of its arguments is.</summary>
internal sealed class ConcatReader(ValueReader[] parts) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        var arena = context.Scratch;
        Span<TextPart> texts = stackalloc TextPart[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!TextPart.TryRead(parts[i], context, out texts[i])) return false;
        }

        // Reading a part may leave bytes of its own between the parts.
        var mark = arena.Mark;
        foreach (var text in texts) arena.AppendCopy(text.Mark, text.Length);

        value = FieldValue.Of(FieldType.CharBuf);
        return value.Take(arena.Since(mark));
    }
}
