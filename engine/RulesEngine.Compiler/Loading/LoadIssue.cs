using System.Collections.Immutable;
using RulesEngine.Compiler.Loading.Yaml;
using RulesEngine.Syntax.Ast;

namespace RulesEngine.Compiler.Loading;

/// <summary>One complaint about a rules file. <see cref="DeprecatedField"/> names the field a deprecation is about.</summary>
public sealed record LoadIssue(LoadCode Code, string Message, LoadPlace Place)
{
    public string? DeprecatedField { get; init; }

    /// <summary>For what is wrong inside a condition: the condition, and where in it.</summary>
    public ConditionAnchor? Anchor { get; init; }

    /// <summary>The word it is about, where Falco points at the item around it.</summary>
    public YamlNode? Word { get; init; }

    /// <summary>Set where Falco complains of a key or an item that is ours: true for it, not for our own users.</summary>
    public bool IsOwnExtension { get; init; }
}

/// <summary>
/// A position in a condition as it was parsed, lists substituted, together with the place of the condition as written.
/// </summary>
public sealed record ConditionAnchor(LoadPlace Condition, string Text, SourcePosition Position)
{
    /// <summary>Whether the condition does not parse; else it does not make sense.</summary>
    public bool IsSyntax { get; init; }
}

/// <summary>What loading said about one file, in the order it was said.</summary>
public sealed class LoadResult(string name)
{
    private readonly List<LoadIssue> _errors = [];
    private readonly List<LoadIssue> _warnings = [];

    public string Name { get; } = name;

    /// <summary>Whether errors after the first are forgotten.</summary>
    internal bool EndsAtFirstError { get; init; }

    public IReadOnlyList<LoadIssue> Errors => _errors;

    public IReadOnlyList<LoadIssue> Warnings => _warnings;

    /// <summary>Findings of the schema check; <c>ok</c> first where the first document is valid; empty when none ran.</summary>
    public ImmutableArray<string> SchemaFindings { get; internal set; } = [];

    public bool Successful => _errors.Count == 0;

    internal void Add(LoadIssue issue)
    {
        if (!issue.Code.IsError())
            _warnings.Add(issue);
        else if (Successful || !EndsAtFirstError)
            _errors.Add(issue);
    }

    /// <summary>Records an error; returns false so that a reader can end with it.</summary>
    internal bool Fail(LoadCode code, string message, LoadPlace place)
    {
        Add(new LoadIssue(code, message, place));
        return false;
    }

    internal void Warn(LoadCode code, string message, LoadPlace place) => Add(new LoadIssue(code, message, place));
}
