using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace RulesEngine.Compat.Configuration;

/// <summary>
/// The configuration as one tree: the main file, then <c>config_files</c> with their merge strategies, then the
/// <c>-o</c> options, with <c>${VAR}</c> expanded in scalars. It knows no key's meaning; that is
/// <see cref="FalcoConfiguration" />.
/// </summary>
public sealed class ConfigurationTree
{
    private readonly JsonObject _root;

    private ConfigurationTree(JsonObject root, IReadOnlyList<string> files)
    {
        _root = root;
        Files = files;
    }

    /// <summary>The files that were read, the main one first.</summary>
    public IReadOnlyList<string> Files { get; }

    public JsonObject Root => _root;

    /// <summary>Reads <paramref name="mainFile"/> (none when null) and applies <paramref name="options"/> in order.</summary>
    /// <exception cref="ConfigurationException">A file is missing or not YAML, or an option is malformed.</exception>
    public static ConfigurationTree Load(string? mainFile, IEnumerable<string> options)
    {
        var overrides = options.Select(ParseOption).ToList();
        var files = new List<string>();
        var root = new JsonObject();
        if (mainFile is not null)
        {
            root = ReadFile(mainFile);
            files.Add(mainFile);
        }
        // Which further files are read may itself be an option.
        foreach (var option in overrides.Where(option => option.IsConfigFiles))
            option.Path.Set(root, option.Value?.DeepClone());
        MergeConfigFiles(root, mainFile, files);
        foreach (var option in overrides.Where(option => !option.IsConfigFiles))
            option.Path.Set(root, option.Value?.DeepClone());
        ExpandVariables(root);
        return new ConfigurationTree(root, files);
    }

    private readonly record struct Override(ConfigurationPath Path, JsonNode? Value, bool IsConfigFiles);

    private static Override ParseOption(string option)
    {
        var equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw new ConfigurationException($"Error parsing config option \"{option}\". Must be of the form key=val or key.subkey=val");
        var key = option[..equals];
        var text = option[(equals + 1)..];
        var value = text.StartsWith('{') ? ParseYaml(text, "option " + key) : JsonValue.Create(text);
        return new Override(ConfigurationPath.Parse(key), value, key.StartsWith("config_files", StringComparison.Ordinal));
    }

    private static JsonObject ReadFile(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"Error reading config file ({file}): {error.Message}", error);
        }
        return ParseYaml(text, file) switch
        {
            null => new JsonObject(),
            JsonObject map => map,
            _ => throw new ConfigurationException($"Error reading config file ({file}): it must hold a mapping of keys"),
        };
    }

    private static JsonNode? ParseYaml(string text, string origin)
    {
        try
        {
            return YamlTree.Parse(text);
        }
        catch (YamlException error)
        {
            throw new ConfigurationException(string.Create(CultureInfo.InvariantCulture,
                $"Error reading config file ({origin}): yaml error at line {error.Start.Line}, column {error.Start.Column}: {error.Message}"), error);
        }
    }

    private static void MergeConfigFiles(JsonObject root, string? mainFile, List<string> files)
    {
        if (root["config_files"] is not JsonArray entries)
            return;
        foreach (var entry in entries)
        {
            var path = (entry as JsonObject)?["path"]?.ToString() ?? (entry as JsonValue)?.ToString();
            if (path is null)
                continue;
            var strategy = (entry as JsonObject)?["strategy"]?.ToString() ?? "append";
            foreach (var file in Expand(path).Where(file => file != mainFile))
            {
                var included = ReadFile(file);
                if (included.ContainsKey("config_files"))
                    throw new ConfigurationException($"Config error: 'config_files' directive in included config file {file}.");
                Merge(root, included, strategy, file);
                files.Add(file);
            }
        }
    }

    /// <summary>A directory stands for its YAML files in alphabetical order; a missing path for nothing.</summary>
    private static IEnumerable<string> Expand(string path)
    {
        if (File.Exists(path))
            return [path];
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path)
                .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
            : [];
    }

    private static void Merge(JsonObject root, JsonObject included, string strategy, string file)
    {
        foreach (var (key, value) in included.ToList())
        {
            included.Remove(key);
            switch (strategy)
            {
                case "append" when root[key] is JsonArray target && value is JsonArray more:
                    foreach (var item in more.ToList())
                    {
                        more.Remove(item);
                        target.Add(item);
                    }
                    break;
                case "append" or "override":
                    root[key] = value;
                    break;
                case "add-only":
                    if (!root.ContainsKey(key))
                        root[key] = value;
                    break;
                default:
                    throw new ConfigurationException(
                        $"Config error: unknown strategy '{strategy}' for {file}. Allowed values are: append override add-only");
            }
        }
    }

    private static void ExpandVariables(JsonNode node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (key, value) in map.ToList())
                {
                    if (value is JsonValue scalar)
                        map[key] = Expanded(scalar);
                    else if (value is not null)
                        ExpandVariables(value);
                }
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonValue scalar)
                        list[i] = Expanded(scalar);
                    else if (list[i] is { } item)
                        ExpandVariables(item);
                }
                break;
        }
    }

    private static JsonNode Expanded(JsonValue scalar)
    {
        var text = scalar.ToString();
        return text.Contains("${", StringComparison.Ordinal) ? JsonValue.Create(ExpandVariables(text)) : scalar.DeepClone();
    }

    /// <summary><c>${VAR}</c> becomes the variable's value (empty when unset), <c>$${X}</c> the text <c>${X}</c>.</summary>
    public static string ExpandVariables(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var literal = text.AsSpan(i).StartsWith("$${", StringComparison.Ordinal);
            var opens = literal || text.AsSpan(i).StartsWith("${", StringComparison.Ordinal);
            var close = opens ? text.IndexOf('}', i) : -1;
            if (close < 0)
            {
                result.Append(text[i++]);
                continue;
            }
            if (literal)
                result.Append(text, i + 1, close - i);
            else
                result.Append(Environment.GetEnvironmentVariable(text[(i + 2)..close]));
            i = close + 1;
        }
        return result.ToString();
    }
}
