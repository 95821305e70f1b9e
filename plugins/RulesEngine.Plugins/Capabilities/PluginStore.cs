namespace RulesEngine.Plugins.Capabilities;

/// <summary>
/// A few texts a plugin keeps between calls, in memory, while the engine runs. They outlive the plugin's own variables,
/// which are lost when a call goes over a limit.
/// </summary>
internal sealed class PluginStore
{
    private const int EntriesMax = 1000;
    private const int TextMax = 64 * 1024;

    private readonly Dictionary<string, string> _entries = new(StringComparer.Ordinal);

    public string? Get(string key) => _entries.GetValueOrDefault(key);

    /// <summary>Keeps a text, or forgets the key for null. Throws <see cref="CapabilityException"/> when it is too much.</summary>
    public void Set(string key, string? value)
    {
        if (value is null)
        {
            _entries.Remove(key);
            return;
        }

        if (key.Length > TextMax || value.Length > TextMax)
            throw new CapabilityException($"keys and values may have {TextMax} characters");
        if (_entries.Count >= EntriesMax && !_entries.ContainsKey(key))
            throw new CapabilityException($"there are {EntriesMax} entries already");
        _entries[key] = value;
    }
}
