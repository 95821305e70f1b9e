namespace RulesEngine.Compat.Configuration;

/// <summary>
/// The configuration cannot be used: a file that is missing or not YAML, or a value that Falco refuses. The message is
/// complete for a person (what, where) and ends the start-up with exit code 1, as in Falco.
/// </summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException()
    {
    }

    public ConfigurationException(string message) : base(message)
    {
    }

    public ConfigurationException(string message, Exception inner) : base(message, inner)
    {
    }
}
