using CsCheck;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Resolving;

namespace RulesEngine.Compiler.Tests.Resolving;

public sealed class ListSubstitutionTests
{
    private static readonly Gen<string> Name = OneOf("a", "b", "ab", "c-d", "x y", "e(");

    private static readonly Gen<string> Piece =
        OneOf("a", "b", "ab", "c-d", "x y", "e(", "z", " ", " ", "  ", "(", ")", ",", ", ", "=", "\"", "\n");

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    /// <summary>The index of words must not change what one list after another over the text gives.</summary>
    [Fact]
    public void Only_trying_the_lists_that_occur_gives_what_trying_all_gives() =>
        Gen.Select(Gen.Select(Name, Gen.OneOf(Name, Gen.Const("z")).Array[0, 3]).Array[0, 5], Piece.Array[0, 14])
            .Sample((lists, pieces) =>
            {
                var documents = Documents(lists);
                var text = string.Concat(pieces);
                var indexed = new ListSubstitution(documents).Apply(text);
                Assert.Equal(OneAfterAnother(documents, text), indexed);
            });

    [Theory]
    [InlineData("proc.name in (a)", "proc.name in ( x, y )")]
    [InlineData("proc.name in (a,b)", "proc.name in ( x, y ,b)")]
    [InlineData("proc.name=a", "proc.name= x, y ")]
    [InlineData("catalog in (a_b, ba)", "catalog in (a_b, ba)")]
    public void A_name_counts_between_delimiters_only(string condition, string expected)
    {
        var substitution = new ListSubstitution(Documents([("a", ["x", "y"])]));
        Assert.Equal(expected, substitution.Apply(condition));
    }

    [Fact]
    public void Lists_that_occur_are_used_and_others_are_not()
    {
        var substitution = new ListSubstitution(Documents([("a", ["x"]), ("b", ["y"]), ("c", ["b"])]));
        substitution.Apply("proc.name in (a)");
        Assert.Equal([true, true, false], substitution.Lists.Select(list => list.IsUsed));
    }

    private static List<ListDocument> Documents(IEnumerable<(string Name, string[] Items)> lists)
    {
        var documents = new Dictionary<string, ListDocument>();
        foreach (var (name, items) in lists)
            documents.TryAdd(name, new ListDocument(name, LoadPlace.File("f")) { Items = [.. items] });
        foreach (var (index, document) in documents.Values.Index())
            document.Index = document.Visibility = index;
        return [.. documents.Values];
    }

    /// <summary>The definition: each list in turn is looked for in the whole text.</summary>
    private static string OneAfterAnother(List<ListDocument> documents, string text)
    {
        const string blanks = " \t\n\r";
        const string delimiters = blanks + "(),=";
        foreach (var list in new ListSubstitution(documents).Lists)
        {
            var items = string.Join(", ", list.Items.Select(item => item.Contains(' ') ? $"\"{item}\"" : item));
            for (var start = text.IndexOf(list.Name, StringComparison.Ordinal); start >= 0;)
            {
                var end = start + list.Name.Length;
                if ((start == 0 || delimiters.Contains(text[start - 1]))
                    && (end == text.Length || delimiters.Contains(text[end])))
                {
                    var before = text[..start].TrimEnd([.. blanks]);
                    var after = text[end..].TrimStart([.. blanks]);
                    if (items.Length == 0 && before.EndsWith(','))
                        before = before[..^1];
                    else if (items.Length == 0 && after.StartsWith(','))
                        after = after[1..];
                    text = (before.Length > 0 ? before + " " : "") + items + " " + after;
                    start = before.Length + items.Length + 1;
                }
                start = start + 1 > text.Length ? -1 : text.IndexOf(list.Name, start + 1, StringComparison.Ordinal);
            }
        }
        return text;
    }
}
