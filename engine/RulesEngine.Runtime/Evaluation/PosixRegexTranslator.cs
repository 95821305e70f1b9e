using System.Globalization;
using System.Text;

namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// Reads a pattern in RE2's POSIX syntax and writes one for .NET that accepts the same texts. What RE2 refuses in this
/// mode is refused: <c>\d \w \s \b</c>, <c>(?…)</c>, back references, more than 1000 repetitions. A repetition of
/// a repetition is one (<c>a+?</c> is <c>(a+)?</c>); <c>^</c> and <c>$</c> stand at lines; a dot is no newline.
/// </summary>
public sealed class PosixRegexTranslator
{
    private const int RepeatMax = 1000;
    private const int DepthMax = 1000;

    private readonly Rune[] _pattern;
    private readonly StringBuilder _output = new();
    private int _at;
    private int _depth;

    private PosixRegexTranslator(Rune[] pattern) => _pattern = pattern;

    /// <summary>The pattern for .NET, or the reason (in RE2's words) why RE2 would not take it.</summary>
    public static bool TryTranslate(ReadOnlySpan<byte> pattern, out string translated, out string error)
    {
        translated = "";
        var runes = new List<Rune>();
        for (var rest = pattern; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                error = "invalid UTF-8";
                return false;
            }

            runes.Add(rune);
            rest = rest[length..];
        }

        var translator = new PosixRegexTranslator([.. runes]);
        try
        {
            translator.ReadAlternatives();
            if (translator._at < translator._pattern.Length) throw translator.Refuse("unexpected ): ", 0);
            translated = translator._output.ToString();
            error = "";
            return true;
        }
        catch (FormatException refused)
        {
            error = refused.Message;
            return false;
        }
    }

    private bool IsNext(char c) => _at < _pattern.Length && _pattern[_at].Value == c;

    private FormatException Refuse(string reason, int start) =>
        new(reason + string.Concat(_pattern[start..].Select(rune => rune.ToString())));

    private void ReadAlternatives()
    {
        if (++_depth > DepthMax) throw Refuse("expression nests too deeply: ", 0);
        ReadSequence();
        while (IsNext('|'))
        {
            _at++;
            _output.Append('|');
            ReadSequence();
        }

        _depth--;
    }

    private void ReadSequence()
    {
        while (_at < _pattern.Length && !IsNext('|') && !IsNext(')'))
        {
            var start = _output.Length;
            ReadOne();
            while (TryReadRepetition(out var repetition))
            {
                _output.Insert(start, "(?:").Append(')').Append(repetition);
            }
        }
    }

    private void ReadOne()
    {
        var start = _at;
        var rune = _pattern[_at++];
        switch (rune.Value)
        {
            case '(':
                if (IsNext('?') || IsNext('*')) throw Refuse("no argument for repetition operator: ", _at);
                _output.Append("(?:");
                ReadAlternatives();
                if (!IsNext(')')) throw Refuse("missing ): ", 0);
                _at++;
                _output.Append(')');
                break;
            case '[':
                _output.Append(ReadBracket(start).ToPattern());
                break;
            case '.':
                _output.Append(AllButNewline());
                break;
            case '^':
                _output.Append("(?:^)");
                break;
            case '$':
                _output.Append("(?:$)");
                break;
            case '*' or '+' or '?':
                throw Refuse("no argument for repetition operator: ", start);
            case '\\':
                AppendLiteral(ReadEscape(start));
                break;
            default:
                AppendLiteral(rune.Value);
                break;
        }
    }

    private static string AllButNewline()
    {
        var newline = new RuneRanges();
        newline.Add('\n', '\n');
        return newline.Negate().ToPattern();
    }

    private void AppendLiteral(int value)
    {
        foreach (var unit in new Rune(value).ToString()) _output.Append(RuneRanges.Unit(unit));
    }

    private bool TryReadRepetition(out string repetition)
    {
        repetition = "";
        if (_at >= _pattern.Length) return false;
        switch (_pattern[_at].Value)
        {
            case '*' or '+' or '?':
                repetition = _pattern[_at++].ToString();
                return true;
            case '{' when TryReadCount(_at + 1, out var low, out var high, out var after):
                if (low > RepeatMax || high > RepeatMax || (high >= 0 && high < low))
                    throw Refuse("invalid repetition size: ", _at);
                _at = after;
                repetition = (low, high) switch
                {
                    (_, < 0) => $"{{{low},}}",
                    _ => $"{{{low},{high}}}",
                };
                return true;
            default:
                return false;
        }
    }

    // {n}, {n,} and {n,m}; anything else is literal text. High is -1 for no limit.
    private bool TryReadCount(int at, out int low, out int high, out int after)
    {
        high = -1;
        after = at;
        if (!TryReadNumber(ref after, out low)) return false;
        if (after >= _pattern.Length) return false;
        if (_pattern[after].Value == '}')
        {
            high = low;
            after++;
            return true;
        }

        if (_pattern[after++].Value != ',') return false;
        if (after < _pattern.Length && _pattern[after].Value != '}' && !TryReadNumber(ref after, out high)) return false;
        return after < _pattern.Length && _pattern[after++].Value == '}';
    }

    private bool TryReadNumber(ref int at, out int number)
    {
        number = 0;
        var start = at;
        while (at < _pattern.Length && Rune.IsDigit(_pattern[at]) && _pattern[at].IsAscii)
        {
            number = Math.Min(number * 10 + (_pattern[at].Value - '0'), 100_000);
            at++;
        }

        return at > start && (at == start + 1 || _pattern[start].Value != '0');
    }

    private int ReadEscape(int start)
    {
        if (_at >= _pattern.Length) throw new FormatException("trailing \\");
        var value = _pattern[_at++].Value;
        switch (value)
        {
            case >= '1' and <= '7' when _at >= _pattern.Length || _pattern[_at].Value is < '0' or > '7':
                throw BadEscape(start);
            case >= '0' and <= '7':
                var octal = value - '0';
                for (var i = 0; i < 2 && _at < _pattern.Length && _pattern[_at].Value is >= '0' and <= '7'; i++)
                    octal = octal * 8 + (_pattern[_at++].Value - '0');
                return octal;
            case 'x':
                return ReadHex(start);
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'a': return '\a';
            case 'f': return '\f';
            case 'v': return '\v';
            default:
                if (value >= 128 || char.IsAsciiLetterOrDigit((char)value) || value == '_') throw BadEscape(start);
                return value;
        }
    }

    private int ReadHex(int start)
    {
        var isBraced = IsNext('{');
        if (isBraced) _at++;
        var value = 0;
        var digits = 0;
        while (_at < _pattern.Length && digits < (isBraced ? 6 : 2)
            && _pattern[_at].IsAscii && char.IsAsciiHexDigit((char)_pattern[_at].Value))
        {
            value = value * 16 + int.Parse(_pattern[_at].ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _at++;
            digits++;
        }

        if (isBraced ? digits == 0 || !IsNext('}') : digits != 2) throw BadEscape(start);
        if (isBraced) _at++;
        return Rune.IsValid(value) ? value : throw BadEscape(start);
    }

    private FormatException BadEscape(int start) =>
        new("invalid escape sequence: " + string.Concat(_pattern[start.._at].Select(rune => rune.ToString())));

    private RuneRanges ReadBracket(int start)
    {
        var ranges = new RuneRanges();
        var isNegated = IsNext('^');
        if (isNegated) _at++;
        for (var isFirst = true; ; isFirst = false)
        {
            if (_at >= _pattern.Length) throw Refuse("missing ]: ", start);
            if (IsNext(']') && !isFirst) break;
            if (TryReadClass(ranges)) continue;
            if (IsNext('-') && !isFirst && !(_at + 1 < _pattern.Length && _pattern[_at + 1].Value == ']'))
                throw Refuse("invalid character class range: ", _at);
            var rangeStart = _at;
            var low = ReadMember(start);
            var high = low;
            if (_at + 1 < _pattern.Length && IsNext('-') && _pattern[_at + 1].Value != ']')
            {
                _at++;
                high = ReadMember(start);
                if (high < low) throw Refuse("invalid character class range: ", rangeStart);
            }

            ranges.Add(low, high);
        }

        _at++;
        return isNegated ? ranges.Negate() : ranges;
    }

    private int ReadMember(int start)
    {
        if (_at >= _pattern.Length) throw Refuse("missing ]: ", start);
        var at = _at;
        var rune = _pattern[_at++];
        return rune.Value == '\\' ? ReadEscape(at) : rune.Value;
    }

    private bool TryReadClass(RuneRanges ranges)
    {
        if (!IsNext('[') || _at + 1 >= _pattern.Length || _pattern[_at + 1].Value != ':') return false;
        var end = _at + 2;
        while (end + 1 < _pattern.Length && !(_pattern[end].Value == ':' && _pattern[end + 1].Value == ']')) end++;
        if (end + 1 >= _pattern.Length) return false;
        var name = string.Concat(_pattern[(_at + 2)..end].Select(rune => rune.ToString()));
        var isNegated = name.StartsWith('^');
        if (!Classes.TryGetValue(name.TrimStart('^'), out var members))
            throw new FormatException($"invalid character class range: [:{name}:]");
        var set = new RuneRanges();
        foreach (var (low, high) in members) set.Add(low, high);
        (isNegated ? set.Negate() : set).CopyTo(ranges);
        _at = end + 2;
        return true;
    }

    private static readonly Dictionary<string, (int, int)[]> Classes = new()
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["ascii"] = [(0, 127)],
        ["blank"] = [('\t', '\t'), (' ', ' ')],
        ["cntrl"] = [(0, 31), (127, 127)],
        ["digit"] = [('0', '9')],
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [('\t', '\r'), (' ', ' ')],
        ["upper"] = [('A', 'Z')],
        ["word"] = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };
}
