using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Values;

/// <summary>
/// <c>getopt(words, "ab:c")</c>: the options found in a list of words, each followed by its argument, in order; with a selector
/// (<c>getopt(…)[b]</c>) what the last occurrence of one option gave: its argument, or the letter of an option without.
/// Reading stops at the first word that is no option and at <c>--</c>; long options are skipped; an option that is
/// not in the letters reads <c>?</c>; a missing argument reads as an empty text.
/// </summary>
internal sealed class GetOptReader(ValueReader words, ValueReader letters, byte[]? selector) : ValueReader
{
    public override bool TryRead(EventContext context, ref FieldValue value)
    {
        var known = default(FieldValue);
        if (!words.TryRead(context, ref value) || !letters.TryRead(context, ref known)) return false;
        if (selector is { Length: 0 }) throw new EvaluationException("getopt: empty option selector");
        var scan = new Scan(context.Scratch, known.Bytes, selector is null ? (byte)0 : selector[0]);
        scan.Read(value.FirstItem, value.ItemCount);
        value = FieldValue.Of(FieldType.CharBuf);
        if (selector is null) return value.TakeItems(context.Scratch, scan.First);
        return scan.SelectedItem >= 0 && value.Take(context.Scratch.GetItem(scan.SelectedItem));
    }

    private ref struct Scan(ScratchArena arena, ReadOnlySpan<byte> letters, byte selected)
    {
        private readonly ReadOnlySpan<byte> _letters = letters.TrimStart((byte)':');

        public int First { get; } = arena.ItemCount;

        public int SelectedItem { get; private set; } = -1;

        public void Read(int firstWord, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var word = arena.GetItem(firstWord + i);
                if (word.Length < 2 || word[0] != (byte)'-' || word.SequenceEqual("--"u8)) return;
                if (word[1] == (byte)'-') continue;
                if (TakesNextWord(word))
                {
                    i++;
                    if (i < count) AddArgument(word[^1], arena.GetItem(firstWord + i));
                    else Add(word[^1], default);
                }
            }
        }

        // Reads the letters of one word; true when the last one's argument is the word after it.
        private bool TakesNextWord(ReadOnlySpan<byte> word)
        {
            for (var at = 1; at < word.Length; at++)
            {
                var letter = word[at];
                var index = letter == (byte)':' ? -1 : _letters.IndexOf(letter);
                if (index < 0)
                {
                    arena.AddItem("?"u8);
                    continue;
                }

                if (index + 1 >= _letters.Length || _letters[index + 1] != (byte)':')
                {
                    Add(letter, new ReadOnlySpan<byte>(in letter));
                    continue;
                }

                if (at == word.Length - 1) return true;
                AddArgument(letter, word[(at + 1)..]);
                return false;
            }

            return false;
        }

        private void AddArgument(byte letter, scoped ReadOnlySpan<byte> text)
        {
            arena.AddItem(new ReadOnlySpan<byte>(in letter));
            Add(letter, text);
        }

        private void Add(byte letter, scoped ReadOnlySpan<byte> text)
        {
            if (letter == selected) SelectedItem = arena.ItemCount;
            arena.AddItem(text);
        }
    }
}
