using System.Text;
using CsCheck;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;
using RulesEngine.Syntax.Tests.Support;

namespace RulesEngine.Syntax.Tests.Grammar;

/// <summary>Inputs of every shape end in a tree or in one error inside the text; nothing is thrown.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "\"", "'", "\\", ",", " ", "\n", "=", "!=", "<", ">=", "and", "or", "not", "not(", "exists",
        "in", "pmatch", "contains", "regex", "oneof", "anyof", "val(", "toupper(", "join(", "getopt(", "proc.name",
        "evt.arg.flags", "fd.ip", "a", "1", "0x1f", "1.5e+3", ".", "-", "é", "\0", "\u0080",
    ];

    [Fact]
    public void Random_bytes_are_read_or_rejected() => Gen.Byte.Array[1, 60].Sample(CheckOutcome, iter: 20_000);

    [Fact]
    public void Random_pieces_of_the_language_are_read_or_rejected() =>
        ExprGen.Pick(Pieces).Array[1, 25].Select(pieces => Encoding.UTF8.GetBytes(string.Concat(pieces)))
            .Sample(CheckOutcome, iter: 20_000);

    [Fact]
    public void Damaged_conditions_are_read_or_rejected() =>
        Gen.Select(ExprGen.Tree, Gen.Int[0, 1 << 16], ExprGen.Pick(Pieces)).Select((tree, at, piece) =>
        {
            var text = Encoding.UTF8.GetBytes(ConditionPrinter.Print(tree));
            var cut = at % (text.Length + 1);
            var kept = Math.Min(text.Length, cut + (at % 3));
            return (byte[])[.. text.AsSpan(0, cut), .. Encoding.UTF8.GetBytes(piece), .. text.AsSpan(kept)];
        }).Sample(CheckOutcome, iter: 10_000);

    private static void CheckOutcome(byte[] text)
    {
        var result = ConditionParser.Parse(text, ConditionParser.RulesFileMaxDepth);
        Assert.True(result.Expression is null != result.Error is null);
        if (result.Error is { } error)
        {
            Assert.InRange(error.Position.Index, 0, text.Length);
            Assert.NotEmpty(error.Message);
        }
    }
}
