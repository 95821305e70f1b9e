using System.Collections.Immutable;
using RulesEngine.Syntax.Grammar;
using RulesEngine.Syntax.Printing;

namespace RulesEngine.Compiler.Loading;

/// <summary>
/// Everything read so far, over all files: later items redefine, append to and override earlier ones here. A redefined
/// item keeps its index and becomes visible from its new place. Methods return false after recording an error.
/// </summary>
internal sealed partial class RuleCollector(Func<string, bool> isField, bool stopAtFirstError)
{
    private readonly ItemTable<ListDocument> _lists = new();
    private readonly ItemTable<MacroDocument> _macros = new();
    private readonly ItemTable<RuleDocument> _rules = new();
    private readonly List<PluginRequirement> _plugins = [];
    private readonly List<EnforceItem> _enforceItems = [];
    private readonly List<(ItemDocument Item, LoadPlace Earlier)> _shadowings = [];
    private int _next;

    public IReadOnlyList<ListDocument> Lists => _lists.Items;

    public IReadOnlyList<MacroDocument> Macros => _macros.Items;

    public IReadOnlyList<RuleDocument> Rules => _rules.Items;

    public IReadOnlyList<PluginRequirement> PluginRequirements => _plugins;

    public IReadOnlyList<EnforceItem> EnforceItems => _enforceItems;

    /// <summary>
    /// Macros and lists that were defined again to mean something else, and rules, with the place of the definition they hide.
    /// </summary>
    public IReadOnlyList<(ItemDocument Item, LoadPlace Earlier)> Shadowings => _shadowings;

    /// <summary>The highest version any file required.</summary>
    public EngineVersion RequiredEngine { get; private set; }

    public ListDocument? FindList(string name) => _lists.Find(name);

    public bool Require(LoadResult result, EngineVersion version, LoadPlace place)
    {
        if (!EngineVersion.Current.IsCompatibleWith(version))
        {
            return result.Fail(
                LoadCode.Validate,
                $"Rules require engine version {version}, but engine version is {EngineVersion.Current}",
                place);
        }
        RequiredEngine = RequiredEngine < version ? version : RequiredEngine;
        return true;
    }

    public bool Require(LoadResult result, ImmutableArray<PluginVersion> alternatives, LoadPlace place)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, version) in alternatives)
        {
            if (!EngineVersion.TryParse(version, out _))
                return result.Fail(LoadCode.Validate, $"Invalid required version '{version}' for plugin '{name}'", place);
            if (!names.Add(name))
            {
                return result.Fail(
                    LoadCode.Validate, $"Defined multiple alternative version requirements for plugin '{name}'", place);
            }
        }
        _plugins.Add(new PluginRequirement(alternatives) { Place = place });
        return true;
    }

    /// <param name="list">The list.</param>
    /// <param name="overrides">Whether it says that it takes the place of an earlier one.</param>
    public void Define(ListDocument list, bool overrides)
    {
        if (!overrides && _lists.Find(list.Name) is { } earlier && !earlier.Items.SequenceEqual(list.Items))
            _shadowings.Add((list, earlier.Place));
        _lists.Define(list, _next++);
    }

    /// <param name="macro">The macro.</param>
    /// <param name="overrides">Whether it says that it takes the place of an earlier one.</param>
    public void Define(MacroDocument macro, bool overrides)
    {
        if (!overrides && _macros.Find(macro.Name) is { } earlier && Normal(earlier) != Normal(macro))
            _shadowings.Add((macro, earlier.Place));
        _macros.Define(macro, _next++);

        static string Normal(MacroDocument macro) =>
            ConditionParser.Parse(macro.Condition, ConditionParser.RulesFileMaxDepth).Expression is { } tree
                ? ConditionPrinter.Print(tree) : macro.Condition;
    }

    public void Define(EnforceItem item) => _enforceItems.Add(item);

    public bool Append(LoadResult result, ListDocument addition)
    {
        if (_lists.Find(addition.Name) is not { } list)
            return result.Fail(LoadCode.Validate, LoadMessages.NoListToAppendTo, addition.Place);
        list.Items.AddRange(addition.Items);
        list.Visibility = _next++;
        return true;
    }

    public bool Append(LoadResult result, MacroDocument addition)
    {
        if (_macros.Find(addition.Name) is not { } macro)
            return result.Fail(LoadCode.Validate, LoadMessages.NoMacroToAppendTo, addition.Place);
        macro.Condition += " " + addition.Condition;
        macro.Visibility = _next++;
        return true;
    }

    /// <summary>Items by name, in order of first definition.</summary>
    private sealed class ItemTable<T>
        where T : ItemDocument
    {
        private readonly List<T> _items = [];
        private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

        public IReadOnlyList<T> Items => _items;

        public T? Find(string name) => _places.TryGetValue(name, out var place) ? _items[place] : null;

        public void Define(T item, int number)
        {
            item.Visibility = number;
            if (_places.TryGetValue(item.Name, out var place))
            {
                item.Index = _items[place].Index;
                _items[place] = item;
                return;
            }
            item.Index = number;
            _places[item.Name] = _items.Count;
            _items.Add(item);
        }
    }
}
