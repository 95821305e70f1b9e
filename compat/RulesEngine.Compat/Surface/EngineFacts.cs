using System.Text.Json.Nodes;
using RulesEngine.Compat.Loading;
using RulesEngine.Compiler.Loading;

namespace RulesEngine.Compat.Surface;

/// <summary>What this engine says it is when asked as Falco: the versions whose behaviour it shows.</summary>
public static class EngineFacts
{
    public const string Falco = "0.45.0";

    public const string Libs = "0.0.0-local";

    public const string PluginApi = "3.12.0";

    public const string DriverApi = "10.0.0";

    public const string DriverSchema = "4.3.0";

    /// <summary><c>--version</c>.</summary>
    public static string VersionText =>
        $"Falco version: {Falco}\nLibs version:  {Libs}\nPlugin API:    {PluginApi}\n"
        + $"Engine:        {EngineVersion.Current}\nDriver:\n  API version:    {DriverApi}\n"
        + $"  Schema version: {DriverSchema}\n  Default driver: {Libs}\n";

    /// <summary><c>--version</c> with <c>json_output</c>.</summary>
    public static string VersionJson => FalcoJson.Print(VersionObject) + "\n";

    /// <summary>The same as an object, for the web server's <c>/versions</c>.</summary>
    public static JsonObject VersionObject => new()
    {
        ["falco_version"] = Falco,
        ["libs_version"] = Libs,
        ["plugin_api_version"] = PluginApi,
        ["driver_api_version"] = DriverApi,
        ["driver_schema_version"] = DriverSchema,
        ["default_driver_version"] = Libs,
        ["engine_version"] = EngineVersion.Current.Minor.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ["engine_version_semver"] = EngineVersion.Current.ToString(),
    };
}
