using System.Buffers;
using System.Text;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compiler.Resolving;

/// <summary>A list with the references to earlier lists replaced by their items, one level deep as in Falco.</summary>
public sealed class ResolvedList(ListDocument document, IReadOnlyList<string> items)
{
    public ListDocument Document { get; } = document;

    public string Name => Document.Name;

    /// <summary>The items as written, references expanded, not yet quoted.</summary>
    public IReadOnlyList<string> Items { get; } = items;

    /// <summary>Whether another list, a macro or a rule refers to it.</summary>
    public bool IsUsed { get; internal set; }

    /// <summary>The text that takes the place of the name.</summary>
    internal string Text { get; } = ConditionText.Join(items);
}

/// <summary>
/// Puts lists in the place of their names. It works on the text, as Falco does: list after list, in the order of
/// definition, wherever a name stands between delimiters, inside quotes as well. The condition's words are indexed first,
/// so that a condition costs as much as the lists it names and not as much as all lists there are.
/// </summary>
public sealed class ListSubstitution
{
    private const string Blanks = " \t\n\r";

    private static readonly SearchValues<char> Delimiters = SearchValues.Create(Blanks + "(),=");

    private readonly List<ResolvedList> _lists;
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);

    /// <summary>Lists whose names hold delimiters: no word equals them, so they are tried on every text.</summary>
    private readonly List<int> _oddNames = [];

    public ListSubstitution(IReadOnlyList<ListDocument> documents)
    {
        var byName = new Dictionary<string, ListDocument>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            _order[document.Name] = byName.Count;
            byName[document.Name] = document;
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        _lists = [.. documents.Select(document => Resolve(document, byName, used))];
        for (var i = 0; i < _lists.Count; i++)
        {
            _lists[i].IsUsed = used.Contains(_lists[i].Name);
            if (_lists[i].Name.AsSpan().ContainsAny(Delimiters))
                _oddNames.Add(i);
        }
    }

    public IReadOnlyList<ResolvedList> Lists => _lists;

    /// <summary>The condition with every list name replaced; the lists that occur become used.</summary>
    public string Apply(string condition)
    {
        var pending = new SortedSet<int>(_oddNames);
        Collect(condition, from: 0, pending);
        while (pending.Count > 0)
        {
            var order = pending.Min;
            pending.Remove(order);
            var list = _lists[order];
            var replaced = Replace(condition, list);
            if (replaced is null)
                continue;
            condition = replaced;
            list.IsUsed = true;
            Collect(list.Text, from: order + 1, pending);
        }
        return condition;
    }

    private static ResolvedList Resolve(
        ListDocument document, Dictionary<string, ListDocument> byName, HashSet<string> used)
    {
        var items = new List<string>(document.Items.Count);
        foreach (var item in document.Items)
        {
            if (byName.TryGetValue(item, out var reference) && reference.Index < document.Visibility)
            {
                used.Add(reference.Name);
                items.AddRange(reference.Items);
            }
            else
            {
                items.Add(item);
            }
        }
        return new ResolvedList(document, items);
    }

    /// <summary>Adds the lists named by words of the text whose turn is still to come.</summary>
    private void Collect(string text, int from, SortedSet<int> pending)
    {
        if (_order.Count == 0)
            return;
        var lookup = _order.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in text.AsSpan().SplitAny(Delimiters))
        {
            var word = text.AsSpan(range);
            if (!word.IsEmpty && lookup.TryGetValue(word, out var order) && order >= from)
                pending.Add(order);
        }
    }

    /// <summary>One list's turn; null when its name does not occur. Blanks around the name become one on each side.</summary>
    private static string? Replace(string text, ResolvedList list)
    {
        string? result = null;
        var name = list.Name;
        var start = text.IndexOf(name, StringComparison.Ordinal);
        while (start >= 0)
        {
            var end = start + name.Length;
            if ((start == 0 || IsDelimiter(text[start - 1])) && (end >= text.Length || IsDelimiter(text[end])))
            {
                while (start > 0 && Blanks.Contains(text[start - 1]))
                    start--;
                while (end < text.Length && Blanks.Contains(text[end]))
                    end++;
                if (list.Text.Length == 0 && start > 0 && text[start - 1] == ',')
                    start--;
                else if (list.Text.Length == 0 && end < text.Length && text[end] == ',')
                    end++;

                var replaced = new StringBuilder(text.Length + list.Text.Length);
                if (start > 0)
                    replaced.Append(text, 0, start).Append(' ');
                replaced.Append(list.Text).Append(' ').Append(text, end, text.Length - end);
                result = text = replaced.ToString();
                start += list.Text.Length + 1;
            }
            start = start + 1 > text.Length ? -1 : text.IndexOf(name, start + 1, StringComparison.Ordinal);
        }
        return result;
    }

    private static bool IsDelimiter(char letter) => Delimiters.Contains(letter);
}
