using System.Text;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Finds what RE2 in POSIX syntax refuses in a pattern, with RE2's words, so that a rule Falco rejects is rejected here
/// with the same message. It recognises the syntax and builds nothing; translating patterns is the evaluator's work.
/// POSIX syntax has no Perl classes, no <c>\b</c>, no <c>(?</c>; repetitions are limited to 1000, nested ones too.
/// </summary>
internal ref struct RegexSyntax
{
    private const int MaxRepeat = 1000;

    private static readonly string[] ClassNames =
    [
        "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
        "word", "xdigit",
    ];

    /// <summary>RE2's words for bytes that are no character, and for none where there must be one.</summary>
    private const string NoRune = "invalid UTF-8";

    private readonly string _pattern;
    private string? _error;
    private int _at;

    private RegexSyntax(string pattern) => _pattern = pattern;

    /// <summary>RE2's message, or null for a pattern it accepts.</summary>
    public static string? FindError(ReadOnlySpan<byte> pattern)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(pattern);
        }
        catch (DecoderFallbackException)
        {
            return NoRune;
        }

        var syntax = new RegexSyntax(text);
        syntax.ReadAll();
        return syntax._error;
    }

    private static UTF8Encoding StrictUtf8 { get; } = new(false, throwOnInvalidBytes: true);

    /// <summary>
    /// One frame per open parenthesis: the largest product of nested repetitions in it so far, and that of its last
    /// element, 0 where there is none to repeat.
    /// </summary>
    private void ReadAll()
    {
        var frames = new Stack<(int Most, int Last)>();
        frames.Push((1, 0));
        while (_at < _pattern.Length && _error is null)
        {
            var (most, last) = frames.Pop();
            switch (_pattern[_at])
            {
                case '(':
                    _at++;
                    frames.Push((most, last));
                    frames.Push((1, 0));
                    continue;
                case ')':
                    if (frames.Count == 0)
                    {
                        _error = "unexpected ): " + _pattern;
                        return;
                    }

                    _at++;
                    var outer = frames.Pop();
                    frames.Push((Math.Max(outer.Most, most), most));
                    continue;
                case '|':
                    _at++;
                    frames.Push((most, 0));
                    continue;
                case '*' or '+' or '?':
                    if (last == 0)
                    {
                        _error = "no argument for repetition operator: " + _pattern[_at];
                    }

                    _at++;
                    frames.Push((most, last));
                    continue;
                case '{' when TryReadRepeat(out var text, out var low, out var high):
                    last = Repeat(text, low, high, last);
                    frames.Push((Math.Max(most, last), last));
                    continue;
                case '[':
                    ReadClass();
                    break;
                case '\\':
                    ReadEscape();
                    break;
                default:
                    _at++;
                    break;
            }

            frames.Push((most, 1));
        }

        if (_error is null && frames.Count > 1)
        {
            _error = "missing ): " + _pattern;
        }
    }

    private int Repeat(string text, int low, int high, int last)
    {
        var product = last * Math.Max(1, Math.Max(low, high));
        if ((high >= 0 && high < low) || low > MaxRepeat || high > MaxRepeat)
        {
            _error = "invalid repetition size: " + text;
        }
        else if (last == 0)
        {
            _error = "no argument for repetition operator: " + text;
        }
        else if (product > MaxRepeat)
        {
            _error = "invalid repetition size: " + text;
        }

        return product;
    }

    /// <summary><c>{n}</c>, <c>{n,}</c> or <c>{n,m}</c>; anything else is a plain brace.</summary>
    private bool TryReadRepeat(out string text, out int low, out int high)
    {
        var at = _at + 1;
        text = "";
        high = 0;
        if (!TryReadInteger(ref at, out low) || at >= _pattern.Length)
        {
            return false;
        }

        high = low;
        if (_pattern[at] == ',')
        {
            at++;
            high = -1;
            if (at < _pattern.Length && _pattern[at] != '}' && !TryReadInteger(ref at, out high))
            {
                return false;
            }
        }

        if (at >= _pattern.Length || _pattern[at] != '}')
        {
            return false;
        }

        text = _pattern[_at..(at + 1)];
        _at = at + 1;
        return true;
    }

    private readonly bool TryReadInteger(ref int at, out int value)
    {
        const int tooLarge = 100_000_000;
        value = 0;
        var start = at;
        while (at < _pattern.Length && char.IsAsciiDigit(_pattern[at]))
        {
            if (value >= tooLarge)
            {
                return false;
            }

            value = (value * 10) + (_pattern[at++] - '0');
        }

        return at > start && (at == start + 1 || _pattern[start] != '0');
    }

    private void ReadClass()
    {
        var start = _at++;
        if (Peek('^'))
        {
            _at++;
        }

        for (var first = true; _error is null; first = false)
        {
            if (_at >= _pattern.Length)
            {
                _error = "missing ]: " + _pattern[start..];
                return;
            }

            if (_pattern[_at] == ']' && !first)
            {
                _at++;
                return;
            }

            if (_pattern[_at] == '-' && !first && !(_at + 1 < _pattern.Length && _pattern[_at + 1] == ']'))
            {
                _error = _at + 1 == _pattern.Length
                    ? NoRune
                    : "invalid character class range: " + _pattern[_at..(_at + 1 + RuneLength(_at + 1))];
            }
            else if (!TryReadNamedClass())
            {
                ReadRange(start);
            }
        }
    }

    /// <summary><c>[:name:]</c> inside a class, also negated.</summary>
    private bool TryReadNamedClass()
    {
        if (string.CompareOrdinal(_pattern, _at, "[:", 0, 2) != 0)
        {
            return false;
        }

        var end = _pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var name = _pattern[(_at + 2)..end];
        if (!ClassNames.Contains(name.StartsWith('^') ? name[1..] : name))
        {
            _error = $"invalid character class range: [:{name}:]";
        }

        _at = end + 2;
        return true;
    }

    private void ReadRange(int classStart)
    {
        var start = _at;
        var low = ReadClassCharacter(classStart);
        if (_error is not null || !Peek('-') || _at + 1 >= _pattern.Length || _pattern[_at + 1] == ']')
        {
            return;
        }

        _at++;
        var high = ReadClassCharacter(classStart);
        if (_error is null && high < low)
        {
            _error = "invalid character class range: " + _pattern[start.._at];
        }
    }

    private int ReadClassCharacter(int classStart)
    {
        if (_at >= _pattern.Length)
        {
            _error = "missing ]: " + _pattern[classStart..];
            return 0;
        }

        return _pattern[_at] == '\\' ? ReadEscape() : ReadRune();
    }

    private int ReadEscape()
    {
        var start = _at++;
        if (_at >= _pattern.Length)
        {
            _error = "trailing \\";
            return 0;
        }

        var rune = ReadRune();
        switch (rune)
        {
            case >= '0' and <= '7' when rune == '0' || (_at < _pattern.Length && IsOctal(_pattern[_at])):
                return ReadOctal(rune - '0');
            case 'x':
                return ReadHex(start);
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'a': return '\a';
            case 'f': return '\f';
            case 'v': return '\v';
            case < 128 when !char.IsAsciiLetterOrDigit((char)rune) && rune != '_':
                return rune;
            default:
                return BadEscape(start);
        }
    }

    /// <summary>Up to two more octal digits.</summary>
    private int ReadOctal(int value)
    {
        for (var i = 0; i < 2 && _at < _pattern.Length && IsOctal(_pattern[_at]); i++)
        {
            value = (value * 8) + (_pattern[_at++] - '0');
        }

        return value;
    }

    private int ReadHex(int start)
    {
        var digits = 0;
        var value = 0;
        if (Peek('{'))
        {
            _at++;
            if (_at == _pattern.Length)
            {
                _error ??= NoRune;
                return 0;
            }

            while (_at < _pattern.Length && char.IsAsciiHexDigit(_pattern[_at]))
            {
                value = (value * 16) + Convert.ToInt32(_pattern[_at++].ToString(), 16);
                if (value > 0x10ffff)
                {
                    return BadEscape(start);
                }

                digits++;
            }

            if (_at < _pattern.Length)
            {
                return ReadRune() == '}' && digits > 0 ? value : BadEscape(start);
            }

            return BadEscape(start);
        }

        for (; digits < 2; digits++)
        {
            if (_at >= _pattern.Length)
            {
                return BadEscape(start);
            }

            var rune = ReadRune();
            if (rune >= 128 || !char.IsAsciiHexDigit((char)rune))
            {
                if (digits == 0 && _at < _pattern.Length)
                {
                    ReadRune();
                }

                return BadEscape(start);
            }

            value = (value * 16) + Convert.ToInt32(((char)rune).ToString(), 16);
        }

        return value;
    }

    private int BadEscape(int start)
    {
        _error ??= "invalid escape sequence: " + _pattern[start.._at];
        return 0;
    }

    private int ReadRune()
    {
        var rune = char.ConvertToUtf32(_pattern, _at);
        _at += RuneLength(_at);
        return rune;
    }

    private readonly int RuneLength(int at) => char.IsHighSurrogate(_pattern[at]) ? 2 : 1;

    private readonly bool Peek(char c) => _at < _pattern.Length && _pattern[_at] == c;

    private static bool IsOctal(char c) => c is >= '0' and <= '7';
}
