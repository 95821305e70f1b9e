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
        return value.Take(arena.Since(mark));
    }
}

/// <summary><c>concat(a, b, …)</c>; missing when one of its arguments is.</summary>
internal sealed class ConcatReader(ValueReader[] parts) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        var arena = context.Scratch;
        Span<int> marks = stackalloc int[parts.Length * 2];
        var part = default(FieldValue);
        for (var i = 0; i < parts.Length; i++)
        {
            if (!parts[i].TryRead(context, ref part)) return false;
            marks[i * 2] = arena.Mark;
            arena.Append(part.Bytes);
            marks[i * 2 + 1] = arena.Mark - marks[i * 2];
        }

        // Reading a part may leave bytes of its own between the parts.
        var mark = arena.Mark;
        for (var i = 0; i < parts.Length; i++) arena.AppendCopy(marks[i * 2], marks[i * 2 + 1]);
        value = FieldValue.Of(FieldType.CharBuf);
        return value.Take(arena.Since(mark));
    }
}
