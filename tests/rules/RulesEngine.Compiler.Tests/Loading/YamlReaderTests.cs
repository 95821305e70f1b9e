using System.Text;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Compiler.Loading.Yaml.Dialect;

namespace RulesEngine.Compiler.Tests.Loading;

public sealed class YamlReaderTests
{
    public static TheoryData<string> Texts =>
    [
        "- rule: a\n  desc: >\n    folded\n    text\n\n    second\n  tags: [a, 'b c', \"d\\te\"]\n",
        "- a: |-\n    kept\n      as is\n  b: |+\n    end\n\n- c: ~\n- d:\n- null\n",
        "- &x {a: b, c: [d, {e: f}]}\n- *x\n- !!str 5\n",
        "---\n- a\n...\n---\n- b # comment\n",
        "- 'it''s'\n- plain: with # comment\n- plain\n  lines\n",
        "- é: \"\\u00e9\\x41\"\n  後: ü\n",
        "a: b\n",
        "",
    ];

    /// <summary>The two readers share no code, and must agree on what both accept.</summary>
    [Theory]
    [MemberData(nameof(Texts))]
    public void Yaml_and_the_dialect_read_sound_texts_alike(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (reading, dialect) = (YamlReader.Read(bytes), DialectParser.Read(bytes));
        Assert.Null(reading.Fault);
        Assert.Equal(Print(reading), Print(dialect));
    }

    [Theory]
    [InlineData("- rule: a: b\n", "illegal map value", 0, 9)]
    [InlineData("- {a: b\n", "end of map flow not found", 1, 0)]
    [InlineData("- [a\n", "end of sequence flow not found", 1, 0)]
    [InlineData("- \"a\\q\"\n", "unknown escape character: q", 0, 6)]
    [InlineData("- *nope\n", "the referenced anchor is not defined: nope", 0, 2)]
    [InlineData("- ]\n", "illegal flow end", 0, 2)]
    [InlineData("- a: 'b\n---\n", "illegal document indicator in scalar", 1, 0)]
    [InlineData("- a: |0\n", "cannot set zero indentation for a block scalar", 0, 7)]
    [InlineData("- @a\n", "unknown token", 0, 2)]
    public void A_fault_has_falcos_words_and_place(string text, string message, int line, int column)
    {
        var fault = YamlReader.Read(Encoding.UTF8.GetBytes(text)).Fault;
        Assert.NotNull(fault);
        Assert.Equal((message, line, column), (fault.Message, fault.Mark.Line, fault.Mark.Column));
    }

    [Fact]
    public void Marks_count_bytes()
    {
        var document = YamlReader.Read("- é: ü\n"u8.ToArray()).Documents[0];
        var (key, value) = document.Items[0].Entries[0];
        Assert.Equal(new YamlMark(2, 0, 2), key.Mark);
        Assert.Equal(new YamlMark(6, 0, 6), value.Mark);
    }

    [Fact]
    public void Deep_nesting_is_a_fault_and_not_the_end_of_the_process()
    {
        var closed = Encoding.UTF8.GetBytes(new string('[', 600) + new string(']', 600));
        Assert.Equal("bad file", YamlReader.Read(closed).Fault?.Message);
        Assert.NotNull(YamlReader.Read(Encoding.UTF8.GetBytes(new string('[', 100_000))).Fault);
    }

    [Fact]
    public void An_empty_document_ends_the_file()
    {
        var reading = YamlReader.Read("- a\n---\n---\n- b: ]\n"u8.ToArray());
        Assert.Null(reading.Fault);
        Assert.Single(reading.Documents);
    }

    private static string Print(YamlReading reading) =>
        reading.Fault?.ToString() ?? string.Join("\n---\n", reading.Documents.Select(Print));

    private static string Print(YamlNode node) =>
        $"{node.Kind}@{node.Mark} '{node.Text}' [{string.Join(", ", node.Items.Select(Print))}] "
            + $"{{{string.Join(", ", node.Entries.Select(entry => $"{Print(entry.Key)}: {Print(entry.Value)}"))}}}";
}
