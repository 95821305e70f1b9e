using System.Diagnostics.CodeAnalysis;
using Pidgin;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Syntax.Grammar;

/// <summary>One of several words, tried in order; those of <paramref name="words"/> need a blank behind them.</summary>
internal sealed class OperatorToken(IReadOnlyList<string> signs, IReadOnlyList<string>? words = null)
    : BytesParser<string>
{
    private readonly ByteText[] _signs = [.. signs.Select(sign => new ByteText(sign))];
    private readonly ByteText[] _words = [.. (words ?? []).Select(word => new ByteText(word))];

    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out string result)
    {
        var context = Context(ref state);
        var rest = Rest(ref state, context);
        for (var i = 0; i < _signs.Length; i++)
        {
            if (rest.StartsWith(_signs[i].Span))
            {
                result = signs[i];
                context.LastToken = _signs[i];
                state.Advance(_signs[i].Length);
                return true;
            }
        }

        for (var i = 0; i < _words.Length; i++)
        {
            if (rest.StartsWith(_words[i].Span) && Lexemes.Blanks(rest[_words[i].Length..]) > 0)
            {
                result = words![i];
                context.LastToken = _words[i];
                state.Advance(_words[i].Length);
                return true;
            }
        }

        result = null;
        return Fail(ref state);
    }
}

/// <summary>
/// A modifier, if it is one: a blank and then a list or the name of a list must follow, else the word is a plain value.
/// </summary>
internal sealed class ModifierToken : BytesParser<string>
{
    private static readonly ByteText[] Modifiers = [.. Operators.Modifiers.Select(word => new ByteText(word))];

    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out string result)
    {
        var context = Context(ref state);
        var rest = Rest(ref state, context);
        for (var i = 0; i < Modifiers.Length; i++)
        {
            if (!rest.StartsWith(Modifiers[i].Span))
            {
                continue;
            }

            var after = rest[Modifiers[i].Length..];
            var blanks = Lexemes.Blanks(after);
            after = after[blanks..];
            if (blanks > 0 && (after.StartsWith("("u8) || Lexemes.ListName(after) > 0))
            {
                result = Operators.Modifiers[i];
                context.LastToken = Modifiers[i];
                state.Advance(Modifiers[i].Length);
                return true;
            }
        }

        result = null;
        return Fail(ref state);
    }
}

/// <summary>The name of a transformer with its opening parenthesis, between which no blank may stand.</summary>
internal sealed class CallStart(IReadOnlyList<string> names) : BytesParser<string>
{
    private readonly ByteText[] _calls = [.. names.Select(name => new ByteText(name + "("))];

    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out string result)
    {
        var context = Context(ref state);
        var rest = Rest(ref state, context);
        for (var i = 0; i < _calls.Length; i++)
        {
            if (rest.StartsWith(_calls[i].Span))
            {
                result = names[i];
                context.LastToken = _calls[i];
                state.Advance(_calls[i].Length);
                return true;
            }
        }

        result = null;
        return Fail(ref state);
    }
}

/// <summary><c>not</c> and white space, any number of times; the result is whether that negates.</summary>
internal sealed class NotChain : BytesParser<bool>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, out bool result)
    {
        var rest = Rest(ref state, Context(ref state));
        var length = 0;
        result = false;
        while (rest[length..].StartsWith("not"u8))
        {
            var spaces = Lexemes.Spaces(rest[(length + 3)..]);
            if (spaces == 0)
            {
                break;
            }

            length += 3 + spaces;
            result = !result;
        }

        state.Advance(length);
        return true;
    }
}
