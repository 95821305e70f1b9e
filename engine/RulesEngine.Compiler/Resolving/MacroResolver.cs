using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Resolving;

/// <summary>A macro whose condition has been parsed and, once its turn came, freed of other macros.</summary>
public sealed class ResolvedMacro
{
    internal ResolvedMacro(MacroDocument document, Expr condition, string parsedText)
    {
        Document = document;
        ParsedText = parsedText;
        Condition = Written = condition;
    }

    public MacroDocument Document { get; }

    public string Name => Document.Name;

    /// <summary>The condition with lists substituted.</summary>
    public string ParsedText { get; }

    /// <summary>The condition as parsed, with other macros by name.</summary>
    public Expr Written { get; }

    public Expr Condition { get; internal set; }

    public bool IsUsed { get; internal set; }

    /// <summary>Whether something is wrong inside it, which has been reported there.</summary>
    public bool IsBroken { get; internal set; }
}

/// <summary>Why macros could not be resolved, and at which reference.</summary>
internal sealed record MacroError(string Message, SourcePosition Position);

/// <summary>
/// Puts macros in the place of their names, in the tree. A macro sees the macros that were defined before it last
/// changed; a rule sees all. Trees are shared, never copied, and what was resolved once is not resolved again as long as
/// the macros it names stay the same: a file is compiled together with all files before it.
/// </summary>
internal sealed class MacroResolver
{
    /// <summary>Sees every macro.</summary>
    public const int FullVisibility = int.MaxValue;

    /// <summary>
    /// The most nodes a condition may have. Macros that name macros twice each double at every step; the shared tree stays
    /// small, and everything that walks it would not end.
    /// </summary>
    private const int MaxSize = 1 << 20;

    private sealed record Resolution(Expr Resolved, ImmutableArray<(string Macro, Expr Condition)> Used);

    private readonly Dictionary<Expr, Resolution> _resolutions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ResolvedMacro> _macros = new(StringComparer.Ordinal);
    private readonly List<string> _path = [];
    private int _visibility;
    private int _visited;
    private readonly List<MacroError> _unknown = [];
    private MacroError? _loop;
    private bool _usesBroken;

    /// <summary>Starts over with these macros; what is known about unchanged conditions stays.</summary>
    public void Reset(IEnumerable<ResolvedMacro> macros)
    {
        _macros.Clear();
        foreach (var macro in macros)
            _macros[macro.Name] = macro;
    }

    /// <summary>
    /// The condition without macros, or errors: a loop, else each unknown name. It gives neither where only a macro it
    /// uses is at fault. Macros that were used are marked as such only when there is no error.
    /// </summary>
    public Expr? Resolve(Expr condition, int visibility, out ImmutableArray<MacroError> errors)
    {
        _visibility = visibility;
        errors = [];
        if (_resolutions.TryGetValue(condition, out var known) && known.Used.All(IsUnchanged))
        {
            foreach (var (name, _) in known.Used)
                _macros[name].IsUsed = true;
            return known.Resolved;
        }

        _loop = null;
        _unknown.Clear();
        _usesBroken = false;
        _visited = 0;
        var used = new HashSet<ResolvedMacro>();
        var resolved = Visit(condition, used);
        if (_loop is not null)
            errors = [_loop];
        else if (_unknown.Count > 0)
            errors = [.. _unknown];
        else if (_visited > MaxSize)
            errors = [new("the condition is too large once its macros are in place", condition.Position)];
        if (!errors.IsEmpty || _usesBroken)
            return null;
        foreach (var macro in used)
            macro.IsUsed = true;
        _resolutions[condition] = new(resolved, [.. used.Select(macro => (macro.Name, macro.Condition))]);
        return resolved;
    }

    private bool IsUnchanged((string Macro, Expr Condition) used) =>
        Find(used.Macro) is { } macro && ReferenceEquals(macro.Condition, used.Condition);

    private ResolvedMacro? Find(string name) =>
        _macros.TryGetValue(name, out var macro) && macro.Document.Index < _visibility ? macro : null;

    private Expr Visit(Expr expr, HashSet<ResolvedMacro> used) => ++_visited > MaxSize ? expr : expr switch
    {
        AndExpr and => VisitAll(and.Operands, used) is var operands && operands == and.Operands
            ? and : and with { Operands = operands },
        OrExpr or => VisitAll(or.Operands, used) is var operands && operands == or.Operands
            ? or : or with { Operands = operands },
        NotExpr not => Visit(not.Operand, used) is var operand && ReferenceEquals(operand, not.Operand)
            ? not : not with { Operand = operand },
        IdentifierExpr identifier => Expand(identifier, used),
        _ => expr,
    };

    private ImmutableArray<Expr> VisitAll(ImmutableArray<Expr> operands, HashSet<ResolvedMacro> used)
    {
        ImmutableArray<Expr>.Builder? changed = null;
        for (var i = 0; i < operands.Length; i++)
        {
            var operand = Visit(operands[i], used);
            if (!ReferenceEquals(operand, operands[i]))
                (changed ??= operands.ToBuilder())[i] = operand;
        }
        return changed?.MoveToImmutable() ?? operands;
    }

    private Expr Expand(IdentifierExpr identifier, HashSet<ResolvedMacro> used)
    {
        if (Find(identifier.Name) is not { } macro)
        {
            _unknown.Add(new($"Undefined macro '{identifier.Name}' used in filter.", identifier.Position));
            return identifier;
        }
        if (_path.Contains(macro.Name))
        {
            _loop ??= new($"reference loop in macro '{macro.Name}'", identifier.Position);
            return identifier;
        }
        if (macro.IsBroken)
        {
            _usesBroken = true;
            return identifier;
        }
        _path.Add(macro.Name);
        var body = Visit(macro.Condition, used);
        _path.RemoveAt(_path.Count - 1);
        used.Add(macro);
        return body;
    }
}
