using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Collects diagnostics over all files of a load and finds the source line for each. Marks count bytes from 0 here and
/// become lines and columns counted from 1.
/// </summary>
internal sealed class DiagnosticSink
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _contents = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _diagnostics = [];

    /// <summary>A file is compiled again with each later one, and would say the same again.</summary>
    private readonly HashSet<Diagnostic> _known = [];

    public void AddFile(RuleFile file) => _contents[file.Name] =
        file.Content.Span.StartsWith("\uFEFF"u8) ? file.Content[3..] : file.Content;

    public void Add(DiagnosticKind kind, LoadPlace place, params ReadOnlySpan<string> particulars) =>
        Add(kind, place.FileName, place.FileMark, particulars);

    public void Add(DiagnosticKind kind, string file, YamlMark mark, params ReadOnlySpan<string> particulars)
    {
        object[] holes = [.. particulars];
        var (line, caret) = SourceLine(file, mark);
        var diagnostic = new Diagnostic(
            kind,
            file,
            mark.Line + 1,
            mark.Column + 1,
            string.Format(CultureInfo.InvariantCulture, kind.Title, holes),
            line,
            caret,
            kind.Hint is null ? null : string.Format(CultureInfo.InvariantCulture, kind.Hint, holes));
        if (_known.Add(diagnostic))
            _diagnostics.Add(diagnostic);
    }

    /// <summary>The bytes of a file without its byte order mark; empty for one that was not added.</summary>
    public ReadOnlySpan<byte> Content(string file) => _contents.TryGetValue(file, out var content) ? content.Span : [];

    /// <summary>All diagnostics, by file in the order loaded, then by position.</summary>
    public ImmutableArray<Diagnostic> ToImmutable()
    {
        var order = _contents.Keys.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return [.. _diagnostics.OrderBy(diagnostic => order.GetValueOrDefault(diagnostic.File))
            .ThenBy(diagnostic => diagnostic.Line).ThenBy(diagnostic => diagnostic.Column)];
    }

    private (string Line, int Caret) SourceLine(string file, YamlMark mark)
    {
        if (!_contents.TryGetValue(file, out var content))
            return ("", 0);
        var bytes = content.Span;
        var offset = Math.Min(mark.Offset, bytes.Length);

        // What is missing at the end of the file is missed behind its last line.
        if (offset == bytes.Length)
            offset = bytes.LastIndexOfAnyExcept(" \t\r\n"u8) + 1;
        var start = bytes[..offset].LastIndexOf((byte)'\n') + 1;
        var length = bytes[start..].IndexOf((byte)'\n');
        var line = length < 0 ? bytes[start..] : bytes.Slice(start, length);
        return (Encoding.UTF8.GetString(line), Encoding.UTF8.GetCharCount(bytes[start..offset]));
    }
}
