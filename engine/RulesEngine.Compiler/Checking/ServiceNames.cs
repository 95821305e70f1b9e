using System.Collections.Frozen;
using System.Globalization;

namespace RulesEngine.Compiler.Checking;

/// <summary>
/// Names of ports as the machine knows them, read once from <c>/etc/services</c>; the first entry of a name or an
/// alias counts, whatever its protocol, as <c>getservbyname</c> without a protocol finds it. Where the file is missing
/// no name is known, as in Falco.
/// </summary>
internal static class ServiceNames
{
    private const string Path = "/etc/services";

    private static readonly Lazy<FrozenDictionary<string, ushort>> Ports = new(Load);

    public static bool TryFind(string name, out ushort port) => Ports.Value.TryGetValue(name, out port);

    private static FrozenDictionary<string, ushort> Load()
    {
        var ports = new Dictionary<string, ushort>();
        if (!File.Exists(Path))
        {
            return FrozenDictionary<string, ushort>.Empty;
        }

        foreach (var line in File.ReadLines(Path))
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 2
                || !ushort.TryParse(words[1].Split('/')[0], CultureInfo.InvariantCulture, out var port))
            {
                continue;
            }

            ports.TryAdd(words[0], port);
            foreach (var alias in words.AsSpan(2))
            {
                ports.TryAdd(alias, port);
            }
        }

        return ports.ToFrozenDictionary();
    }
}
