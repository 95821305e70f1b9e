namespace RulesEngine.Outputs.Alerts;

/// <summary>Which optional parts a JSON alert has; the defaults are Falco's.</summary>
public sealed record AlertJsonOptions
{
    /// <summary><c>json_include_output_property</c></summary>
    public bool IncludeOutput { get; init; } = true;

    /// <summary><c>json_include_message_property</c></summary>
    public bool IncludeMessage { get; init; }

    /// <summary><c>json_include_output_fields_property</c></summary>
    public bool IncludeOutputFields { get; init; } = true;

    /// <summary><c>json_include_tags_property</c></summary>
    public bool IncludeTags { get; init; } = true;
}
