namespace RulesEngine.Conformance;

/// <summary>
/// Reads the two small files of the conformance runner: a map of names to numbers, and a list of flat maps. Anything
/// else YAML can say is refused, so that what stands in them stays plain.
/// </summary>
internal static class FlatYaml
{
    public static Dictionary<string, int> ReadNumbers(string path) =>
        Lines(path).ToDictionary(line => Split(path, line).Key, line => int.Parse(Split(path, line).Value, null));

    public static List<Dictionary<string, string>> ReadItems(string path)
    {
        var items = new List<Dictionary<string, string>>();
        foreach (var line in Lines(path))
        {
            if (line == "[]")
            {
                continue;
            }

            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                items.Add([]);
            }
            else if (items.Count == 0)
            {
                throw new InvalidDataException($"{path}: expected a list, found '{line}'");
            }

            var (key, value) = Split(path, line.TrimStart('-', ' '));
            items[^1].Add(key, value);
        }

        return items;
    }

    private static IEnumerable<string> Lines(string path) => File.ReadLines(path)
        .Where(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith('#'))
        .Select(line => line.TrimEnd());

    private static (string Key, string Value) Split(string path, string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0
            ? (line[..colon].Trim(), line[(colon + 2)..].Trim().Trim('"'))
            : throw new InvalidDataException($"{path}: expected 'key: value', found '{line}'");
    }
}
