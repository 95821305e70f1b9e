using System.Text;

namespace RulesEngine.Compat.Surface;

/// <summary>The texts that Falco prints as they are, embedded in this assembly.</summary>
public static class SurfaceText
{
    /// <summary><c>--rule-schema</c>; also what rules files are checked against.</summary>
    public static string RuleSchema => Read("rule-schema.json");

    /// <summary><c>--config-schema</c>.</summary>
    public static string ConfigSchema => Read("config-schema.json");

    /// <summary><c>--help</c>.</summary>
    public static string Help => Read("help.txt");

    /// <summary>The schema of the container plugin's <c>init_config</c>.</summary>
    internal static string ContainerSchema => Read("container-schema.json");

    /// <summary>The system calls without an event of their own, in Falco's order.</summary>
    internal static IEnumerable<string> GenericCalls =>
        Read("generic-calls.txt").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Read(string name)
    {
        using var stream = typeof(SurfaceText).Assembly.GetManifestResourceStream("Surface/" + name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
