using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>Whether a pattern must cover the text or occur in it.</summary>
public enum RegexExtent : byte
{
    Whole,
    Part,
}

/// <summary>
/// The <c>regex</c> operator: a POSIX pattern in the syntax of RE2, matched against the whole text. The text is read
/// as UTF-8; what is not UTF-8 counts as U+FFFD. Runs in linear time. The pattern is translated once, see
/// <see cref="PosixRegexTranslator"/>.
/// </summary>
public sealed class PosixRegex
{
    // Only patterns too large for the linear engine (thousands of states) come to use the other one.
    private static readonly TimeSpan FallbackTimeout = TimeSpan.FromMilliseconds(200);

    private readonly string _pattern;
    private Regex? _regex;

    /// <summary>Takes a pattern that <see cref="PosixRegexTranslator"/> accepts; throws ArgumentException otherwise.</summary>
    public PosixRegex(ReadOnlySpan<byte> pattern, RegexExtent extent = RegexExtent.Whole)
    {
        if (!PosixRegexTranslator.TryTranslate(pattern, out var translated, out var error))
            throw new ArgumentException(error, nameof(pattern));
        _pattern = extent == RegexExtent.Whole ? @"\A(?:" + translated + @")\z" : translated;
    }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        try
        {
            var count = Encoding.UTF8.GetChars(text, characters);
            return (_regex ??= Build()).IsMatch(characters.AsSpan(0, count));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(characters);
        }
    }

    // Not before the first text: building takes about a millisecond, and most patterns of a rule set are never asked.
    private Regex Build()
    {
        try
        {
            return new Regex(
                _pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Multiline);
        }
        catch (NotSupportedException)
        {
            return new Regex(_pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, FallbackTimeout);
        }
    }
}
