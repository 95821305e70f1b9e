using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace RulesEngine.Compat.Configuration;

/// <summary>
/// Where a value stands in the configuration, in the syntax of <c>-o</c>: <c>a.b</c>, <c>a[1]</c>, <c>a[]</c> (append),
/// with <c>\.</c>, <c>\[</c> and <c>\\</c> for the characters themselves.
/// </summary>
internal sealed class ConfigurationPath
{
    private readonly List<Step> _steps = [];

    private ConfigurationPath()
    {
    }

    private readonly record struct Step(string? Key, int Index)
    {
        public const int Append = -1;
    }

    public static ConfigurationPath Parse(string text)
    {
        var path = new ConfigurationPath();
        var key = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] is '.' or '[' or ']' or '\\')
                key.Append(text[++i]);
            else if (text[i] == '.')
                path.Flush(key);
            else if (text[i] == '[')
                i = path.AddIndex(text, i, key);
            else
                key.Append(text[i]);
        }
        path.Flush(key);
        return path._steps.Count > 0 ? path : throw new ConfigurationException($"Parsing error: expected a key in '{text}'");
    }

    /// <summary>Puts <paramref name="value"/> there, making maps and lists on the way where there are none.</summary>
    public void Set(JsonObject root, JsonNode? value)
    {
        JsonNode current = root;
        for (var i = 0; i < _steps.Count - 1; i++)
            current = Descend(current, _steps[i], makeList: _steps[i + 1].Key is null);
        Assign(current, _steps[^1], value);
    }

    private void Flush(StringBuilder key)
    {
        if (key.Length == 0)
            return;
        _steps.Add(new Step(key.ToString(), 0));
        key.Clear();
    }

    private int AddIndex(string text, int open, StringBuilder key)
    {
        Flush(key);
        var close = text.IndexOf(']', open);
        if (close < 0)
            throw new ConfigurationException($"Parsing error: expected a ']' in '{text}'");
        var digits = text.AsSpan(open + 1, close - open - 1);
        if (digits.IsEmpty)
            _steps.Add(new Step(null, Step.Append));
        else if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            _steps.Add(new Step(null, index));
        else
            throw new ConfigurationException($"Parsing error: expected a numeric index in '{text}'");
        return close;
    }

    private static JsonNode Descend(JsonNode current, Step step, bool makeList)
    {
        var next = Child(current, step);
        if (makeList ? next is JsonArray : next is JsonObject)
            return next!;
        next = makeList ? new JsonArray() : new JsonObject();
        Assign(current, step, next);
        return next;
    }

    private static JsonNode? Child(JsonNode current, Step step)
    {
        if (step.Key is not null)
            return current is JsonObject map ? map[step.Key] : null;
        return current is JsonArray list && step.Index >= 0 && step.Index < list.Count ? list[step.Index] : null;
    }

    private static void Assign(JsonNode current, Step step, JsonNode? value)
    {
        if (step.Key is not null && current is JsonObject map)
            map[step.Key] = value;
        else if (step.Key is null && current is JsonArray list)
            AssignItem(list, step.Index, value);
        else
            throw new ConfigurationException("Parsing error: the path does not fit the configuration");
    }

    private static void AssignItem(JsonArray list, int index, JsonNode? value)
    {
        if (index > 65535)
            throw new ConfigurationException($"Parsing error: the index {index} is too large");
        if (index == Step.Append)
        {
            list.Add(value);
            return;
        }
        while (list.Count <= index)
            list.Add(null);
        list[index] = value;
    }
}
