using RulesEngine.Compat.Configuration;

namespace RulesEngine.Compat.Tests.Configuration;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rulesengine-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static FalcoConfiguration Load(string? file, params string[] options) =>
        FalcoConfiguration.From(ConfigurationTree.Load(file, options));

    [Fact]
    public void Absent_keys_have_falcos_defaults()
    {
        var configuration = Load(null);
        Assert.Equal(EngineKind.Live, configuration.Engine);
        Assert.False(configuration.StdoutEnabled);
        Assert.False(configuration.MatchAll);
        Assert.True(configuration.JsonIncludeTags);
        Assert.Equal(8765, configuration.WebserverPort);
    }

    [Fact]
    public void Options_override_the_file_and_append_to_lists()
    {
        var file = Write("falco.yaml", "json_output: false\nrules_files: [a.yaml]\n");
        var configuration = Load(file, "json_output=true", "rules_files[]=b.yaml", "engine.kind=replay",
            "engine.replay.capture_file=x.scap");
        Assert.True(configuration.JsonOutput);
        Assert.Equal(["a.yaml", "b.yaml"], configuration.RulesFiles);
        Assert.Equal("x.scap", configuration.CaptureFile);
    }

    [Fact]
    public void An_option_value_in_braces_is_an_object()
    {
        var configuration = Load(null, "append_output[]={\"suggested_output\": true}");
        Assert.Equal("true", configuration.AppendOutput![0]!["suggested_output"]!.ToString());
    }

    [Fact]
    public void A_key_with_an_escaped_dot_is_one_key()
    {
        var tree = ConfigurationTree.Load(null, [@"static_fields.a\.b=c"]);
        Assert.Equal("c", tree.Root["static_fields"]!["a.b"]!.ToString());
    }

    [Fact]
    public void Further_files_merge_by_their_strategy()
    {
        Write("one.yaml", "rules_files: [b.yaml]\npriority: error\n");
        Write("two.yaml", "priority: notice\nlog_level: debug\n");
        var main = Write("falco.yaml",
            $"rules_files: [a.yaml]\nconfig_files:\n  - {_folder}/one.yaml\n  - path: {_folder}/two.yaml\n    strategy: add-only\n");
        var configuration = Load(main);
        Assert.Equal(["a.yaml", "b.yaml"], configuration.RulesFiles);
        Assert.Equal("error", configuration.Priority);
        Assert.Equal("debug", configuration.LogLevel);
    }

    [Fact]
    public void Variables_expand_and_an_escaped_one_stays()
    {
        Environment.SetEnvironmentVariable("RULESENGINE_TEST_PRIORITY", "error");
        var file = Write("falco.yaml", "priority: ${RULESENGINE_TEST_PRIORITY}\nlog_level: $${LEVEL}\nstatic_fields: {a: '${RULESENGINE_NOT_SET}'}\n");
        var configuration = Load(file);
        Assert.Equal("error", configuration.Priority);
        Assert.Equal("${LEVEL}", configuration.LogLevel);
        Assert.Equal("", configuration.StaticFields["a"]);
    }

    [Theory]
    [InlineData("engine: {kind: gvisor}", "engine.kind 'gvisor' is not a valid kind.")]
    [InlineData("file_output: {enabled: true}", "file output enabled but no filename in configuration block")]
    [InlineData("rule_matching: some", "Unknown rule matching strategy")]
    public void A_value_that_falco_refuses_is_refused_with_the_file_named(string content, string expected)
    {
        var file = Write("falco.yaml", content);
        var error = Assert.Throws<ConfigurationException>(() => Load(file));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rulesengine: {enforcement: {mode: montior}}", "rulesengine.enforcement.mode 'montior' is none of enforce, monitor")]
    [InlineData("rulesengine: {enforcement: {persist: maybe}}", "rulesengine.enforcement.persist 'maybe' is none of true, false")]
    [InlineData("rulesengine: {enforcment: {mode: monitor}}", "rulesengine.enforcment is not known")]
    [InlineData("rulesengine: {enforcement: {modes: monitor}}", "rulesengine.enforcement.modes is not known")]
    [InlineData("rulesengine: {enforcement: monitor}", "rulesengine.enforcement must hold a mapping of keys")]
    public void A_slip_under_our_own_key_is_refused(string content, string expected)
    {
        var file = Write("falco.yaml", content);
        Assert.Contains(expected, Assert.Throws<ConfigurationException>(() => Load(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rulesengine: {enforcement: {mode: monitor, persist: no}}", true, false)]
    [InlineData("rulesengine: {enforcement: {}}", false, true)]
    [InlineData("rulesengine:", false, true)]
    public void What_our_own_key_says_of_enforcement_counts(string content, bool monitor, bool persist)
    {
        var configuration = Load(Write("falco.yaml", content));
        Assert.Equal((monitor, persist), (configuration.EnforcementMonitor, configuration.EnforcementPersist));
    }

    [Fact]
    public void Text_that_is_not_yaml_is_an_error_with_its_place()
    {
        var file = Write("falco.yaml", "a: [1\nb: }\n");
        var error = Assert.Throws<ConfigurationException>(() => Load(file));
        Assert.Contains("yaml error at line ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_nested_beyond_the_limit_is_an_error_and_not_a_crash()
    {
        var file = Write("falco.yaml", "a: " + new string('[', 500) + new string(']', 500));
        Assert.Throws<ConfigurationException>(() => Load(file));
    }
}
