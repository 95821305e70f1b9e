using System.Collections.Immutable;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Indexing;

/// <summary>
/// The coarsest grouping of event codes in which each of some sets of codes is a union of groups: codes of one group
/// concern the same rules in the same way. Made from the sets, of which there are few, not from the rules.
/// </summary>
internal sealed class EventCodeGroups
{
    private readonly ImmutableArray<ImmutableArray<ushort>> _groups;
    private readonly Dictionary<EventCodeSet, ImmutableArray<int>> _within = [];
    private readonly int[] _groupOf;

    private EventCodeGroups(int[] groupOf, int count)
    {
        _groupOf = groupOf;
        _groups =
        [
            .. Enumerable.Range(0, count).Select(group =>
                EventCodeSet.All.Codes().Where(code => groupOf[code] == group).ToImmutableArray()),
        ];
    }

    public int Count => _groups.Length;

    /// <summary>The codes of a group, ascending.</summary>
    public ImmutableArray<ushort> this[int group] => _groups[group];

    public static EventCodeGroups Of(IEnumerable<EventCodeSet> sets)
    {
        var groupOf = new int[EventTable.Count];
        var count = 1;
        foreach (var set in sets.Distinct())
        {
            var numbers = new Dictionary<(int Group, bool Within), int>();
            for (ushort code = 0; code < groupOf.Length; code++)
            {
                var key = (groupOf[code], set.Contains(code));
                if (!numbers.TryGetValue(key, out var number))
                    numbers.Add(key, number = numbers.Count);
                groupOf[code] = number;
            }

            count = numbers.Count;
        }

        return new EventCodeGroups(groupOf, count);
    }

    /// <summary>The groups that one of the sets consists of, ascending.</summary>
    public ImmutableArray<int> Within(EventCodeSet set)
    {
        if (!_within.TryGetValue(set, out var groups))
            _within.Add(set, groups = [.. set.Codes().Select(code => _groupOf[code]).Distinct().Order()]);
        return groups;
    }
}
