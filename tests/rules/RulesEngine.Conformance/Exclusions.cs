namespace RulesEngine.Conformance;

/// <summary>One case we answer differently on purpose or for now.</summary>
internal sealed record Exclusion(string Part, string Id, string Reason, string? Until, string? Permanent);

/// <summary>
/// <c>compat/conformance/exclusions.yaml</c>: a list of <c>part</c>, <c>id</c> (a trailing <c>*</c> matches the rest),
/// <c>reason</c>, and either <c>until</c> (what removes it) or <c>permanent</c> (why it stays).
/// </summary>
internal sealed class Exclusions(IReadOnlyList<Exclusion> entries)
{
    private readonly HashSet<Exclusion> _used = [];

    public static Exclusions Load(string path)
    {
        var entries = new List<Exclusion>();
        foreach (var item in FlatYaml.ReadItems(path))
        {
            var entry = new Exclusion(
                item["part"], item["id"], item["reason"], item.GetValueOrDefault("until"), item.GetValueOrDefault("permanent"));
            if (entry.Until is null == entry.Permanent is null)
            {
                throw new InvalidDataException($"{path}: {entry.Part} {entry.Id} needs either 'until' or 'permanent'");
            }

            entries.Add(entry);
        }

        return new Exclusions(entries);
    }

    public bool Matches(string part, string id)
    {
        foreach (var entry in entries)
        {
            if (entry.Part == part && (entry.Id == id
                || (entry.Id.EndsWith('*') && id.StartsWith(entry.Id[..^1], StringComparison.Ordinal))))
            {
                lock (_used)
                {
                    _used.Add(entry);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>Entries of a part that named no case of it.</summary>
    public IEnumerable<Exclusion> Unused(string part) => entries.Where(e => e.Part == part && !_used.Contains(e));
}
