using System.Collections.Immutable;
using System.Text;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Values;
using RulesEngine.Runtime.Fields;
using RulesEngine.Runtime.Fields.Extraction;
using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class GetOptTests
{
    private readonly EventContext _context = new(new EngineState());

    [Theory]
    [InlineData("-a|-b", "ab", "a|b")]
    [InlineData("-abc", "a:b", "a|bc")]
    [InlineData("-p8080|-|-a", "ap:", "p|8080")]
    [InlineData("-p|80|-a", "ap:", "p|80|a")]
    [InlineData("-a|-p", "ap:", "a|")]
    [InlineData("-z", "a", "?")]
    [InlineData("--long|-a|--|-b", "ab", "a")]
    [InlineData("word|-a", "a", "")]
    public void Options_are_listed_with_their_arguments(string words, string letters, string expected)
    {
        var value = default(FieldValue);
        Assert.True(Reader(words, letters, selector: null).TryRead(_context, ref value));
        var items = new List<string>();
        for (var i = 0; i < value.ItemCount; i++)
            items.Add(Encoding.ASCII.GetString(_context.Scratch.GetItem(value.FirstItem + i)));
        Assert.Equal(expected, string.Join('|', items));
    }

    [Theory]
    [InlineData("-p80|-p|443", "p:", "p", "443")]
    [InlineData("-va", "av", "v", "v")]
    [InlineData("-a", "ab", "b", null)]
    public void A_selector_reads_what_one_option_gave_last(string words, string letters, string selector, string? expected)
    {
        var value = default(FieldValue);
        var isThere = Reader(words, letters, Encoding.ASCII.GetBytes(selector)).TryRead(_context, ref value);
        Assert.Equal(expected, isThere ? Encoding.ASCII.GetString(value.Bytes) : null);
    }

    private static ValueReader Reader(string words, string letters, byte[]? selector)
    {
        var list = new ListSource([.. words.Split('|').Select(Literal)]);
        ImmutableArray<ValueSource> inputs = [list, Literal(letters)];
        ReadOnlyMemory<byte>? chosen = null;
        if (selector is not null) chosen = selector;
        return ValueReader.Create(
            new TransformerSource(TransformerKind.GetOpt, inputs, chosen, FieldType.CharBuf, selector is null),
            ProbeRole.Compared);
    }

    private static ValueSource Literal(string text) => new LiteralSource(Encoding.ASCII.GetBytes(text));
}
