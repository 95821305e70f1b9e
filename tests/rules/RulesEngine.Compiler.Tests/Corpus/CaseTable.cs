using System.Collections.Immutable;

namespace RulesEngine.Compiler.Tests.Corpus;

/// <summary>A case of a table: what it is called, its input files or lines, and the lines that must come of it.</summary>
public sealed record TableCase(string Title, ImmutableArray<(string Name, string Content)> Inputs, string Expected);

/// <summary>
/// Many small cases in one file, for what a folder each would drown. Two forms, both without escapes:
/// <list type="bullet">
/// <item>lines: an input on a line of its own, what must come of it on the indented lines below;</item>
/// <item>blocks: <c>== title</c>, the text of a file, more files behind <c>++ name</c>, what must come of it behind
/// <c>--</c>.</item>
/// </list>
/// Lines that start with <c>#</c> outside an input are comments.
/// </summary>
public static class CaseTable
{
    private const string FirstFile = "in.yaml";

    public static IEnumerable<string> Files(string root, string stage) =>
        Directory.GetFiles(Path.Combine(root, stage), "*.txt").Select(path => Path.GetFileName(path)!).Order();

    public static IEnumerable<TableCase> ReadLines(string path)
    {
        string? input = null;
        var expected = new List<string>();
        foreach (var line in File.ReadLines(path).Append("end"))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == ' ')
            {
                expected.Add(line.TrimStart(' '));
                continue;
            }
            if (input is not null)
                yield return new(input, [(FirstFile, input)], string.Join('\n', expected));
            input = line;
            expected.Clear();
        }
    }

    public static IEnumerable<TableCase> ReadBlocks(string path)
    {
        foreach (var block in File.ReadAllText(path).Split("== ", StringSplitOptions.None).Skip(1))
        {
            var title = block[..block.IndexOf('\n', StringComparison.Ordinal)];
            var halves = block[(title.Length + 1)..].Split("\n--\n");
            if (halves.Length != 2)
                throw new InvalidDataException($"{path}: '{title}' has no or several answers");
            var files = halves[0].Split("\n++ ");
            var inputs = files.Skip(1).Select(file => file.Split('\n', 2)).Select(file => (file[0], file[1] + "\n"));
            var comment = halves[1].IndexOf("\n#", StringComparison.Ordinal);
            var expected = comment < 0 ? halves[1] : halves[1][..comment];
            yield return new(title, [(FirstFile, files[0] + "\n"), .. inputs], expected.TrimEnd('\n'));
        }
    }
}
