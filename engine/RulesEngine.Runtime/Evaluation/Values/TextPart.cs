using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Values;

/// <summary>
/// One of several texts read for a list or a joined text: a place in the arena. Numbers are decimal text. In a list, a
/// parameter that was rendered before another one shows what the other left in their storage.
/// </summary>
internal readonly struct TextPart
{
    private TextPart(int mark, int length, SharedText shared)
    {
        Mark = mark;
        Length = length;
        Shared = shared;
    }

    public int Mark { get; }

    public int Length { get; }

    private SharedText Shared { get; }

    public static bool TryRead(ValueReader reader, EventContext context, out TextPart part)
    {
        part = default;
        var value = default(FieldValue);
        if (!reader.TryRead(context, ref value)) return false;
        var arena = context.Scratch;
        var mark = arena.Mark;
        if (value.IsNumber) arena.AppendDecimal(value.Number);
        else arena.Append(value.Bytes);
        part = new TextPart(mark, arena.Mark - mark, value.Shared);
        return true;
    }

    /// <summary>Replaces the text by what its storage holds now.</summary>
    public void ShowShared(EventContext context)
    {
        if (Shared == SharedText.None) return;
        var storage = Shared == SharedText.RawParam ? context.Rendered : context.RenderedNames;
        storage.At(Length).CopyTo(context.Scratch.WritableSince(Mark));
    }
}
