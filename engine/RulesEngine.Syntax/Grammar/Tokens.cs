using System.Diagnostics.CodeAnalysis;
using Pidgin;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Syntax.Grammar;

/// <summary>The length of the token at the start of <paramref name="rest"/>, 0 where there is none.</summary>
internal delegate int Scanner(ReadOnlySpan<byte> rest);

/// <summary>Makes a token's value of its bytes.</summary>
internal delegate T Reading<out T>(ReadOnlySpan<byte> token);

/// <summary>
/// Pidgin primitives over bytes: a token is matched by a <see cref="Scanner"/> in one step and fails without consuming,
/// so that Pidgin's <c>Or</c> goes on to the next alternative; a rejection is Falco's point of no return.
/// </summary>
internal abstract class BytesParser<T> : Parser<byte, T>
{
    protected static ReadOnlySpan<byte> Rest(ref ParseState<byte> state, ParseContext context) =>
        state.LookAhead(context.Length - (int)state.Location);

    protected static ParseContext Context(ref ParseState<byte> state) => (ParseContext)state.Configuration;

    protected static bool Fail(ref ParseState<byte> state)
    {
        state.SetError(Maybe.Nothing<byte>(), false, state.Location, null);
        return false;
    }
}

/// <summary>A token; it becomes the last token, which Falco's message about what follows it names.</summary>
internal sealed class Token<T>(Scanner scan, Reading<T> read) : BytesParser<T>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out T result)
    {
        var context = Context(ref state);
        var rest = Rest(ref state, context);
        var length = scan(rest);
        if (length == 0)
        {
            result = default;
            return Fail(ref state);
        }

        var token = rest[..length];
        result = read(token);
        context.LastToken = result is ByteText text ? text : new ByteText(token.ToArray());
        state.Advance(length);
        return true;
    }
}

/// <summary>A word or a sign of the language, matched as a prefix: <c>in</c> is found in <c>intersec</c>.</summary>
internal sealed class Word(string text) : BytesParser<string>
{
    private readonly ByteText _text = new(text);

    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out string result)
    {
        var context = Context(ref state);
        result = text;
        if (!Rest(ref state, context).StartsWith(_text.Span))
        {
            return Fail(ref state);
        }

        context.LastToken = _text;
        state.Advance(_text.Length);
        return true;
    }
}

/// <summary>White space. It is no token; <paramref name="required"/> decides whether there must be some.</summary>
internal sealed class White(bool required) : BytesParser<bool>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, out bool result)
    {
        var length = Lexemes.Blanks(Rest(ref state, Context(ref state)));
        result = length > 0;
        if (required && !result)
        {
            return Fail(ref state);
        }

        state.Advance(length);
        return true;
    }
}

/// <summary>A quoted string. A bad escape in it is a rejection just behind the closing quote, as in Falco.</summary>
internal sealed class Quoted : BytesParser<ByteText>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, out ByteText result)
    {
        var context = Context(ref state);
        var rest = Rest(ref state, context);
        var length = Lexemes.Quoted(rest);
        result = default;
        if (length == 0)
        {
            return Fail(ref state);
        }

        var bytes = QuotedText.Unescape(rest[..length], out var error);
        state.Advance(length);
        if (bytes is null)
        {
            context.Reject(error!, state.Location);
            return Fail(ref state);
        }

        context.LastToken = result = new ByteText(bytes);
        return true;
    }
}

/// <summary>
/// A quoted string that cannot be unescaped. At the start of a list Falco forgives it: the list is empty then, and must
/// end right behind the string.
/// </summary>
internal sealed class Unreadable : BytesParser<Unit>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, out Unit result)
    {
        var rest = Rest(ref state, Context(ref state));
        var length = Lexemes.Quoted(rest);
        result = Unit.Value;
        if (length == 0 || QuotedText.Unescape(rest[..length], out _) is not null)
        {
            return Fail(ref state);
        }

        state.Advance(length);
        return true;
    }
}

/// <summary>The last alternative of a choice: nothing fits here, and Falco says so.</summary>
internal sealed class Reject<T>(string message) : BytesParser<T>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out T result)
    {
        result = default;
        Context(ref state).Reject(message, state.Location);
        return Fail(ref state);
    }
}

/// <summary>The end of the condition; anything else is rejected by naming the last token.</summary>
internal sealed class End : BytesParser<Unit>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, out Unit result)
    {
        var context = Context(ref state);
        result = Unit.Value;
        if (state.Location >= context.Length)
        {
            return true;
        }

        context.RejectAfterLastToken(state.Location);
        return Fail(ref state);
    }
}

/// <summary>Where the next token starts.</summary>
internal sealed class Here : BytesParser<SourcePosition>
{
    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, out SourcePosition result)
    {
        result = Context(ref state).PositionOf((int)state.Location);
        return true;
    }
}

/// <summary>A rule that counts towards the depth limit. It bounds the recursion, hence the stack.</summary>
internal sealed class Nested<T>(Func<Parser<byte, T>> rule) : BytesParser<T>
{
    private Parser<byte, T>? _rule;

    public override bool TryParse(
        ref ParseState<byte> state, ref PooledList<Expected<byte>> expecteds, [MaybeNullWhen(false)] out T result)
    {
        var context = Context(ref state);
        if (++context.Depth >= context.MaxDepth)
        {
            context.Reject($"exceeded max depth limit of {context.MaxDepth}", state.Location);
            result = default;
            return Fail(ref state);
        }

        var success = (_rule ??= rule()).TryParse(ref state, ref expecteds, out result);
        context.Depth--;
        return success;
    }
}
