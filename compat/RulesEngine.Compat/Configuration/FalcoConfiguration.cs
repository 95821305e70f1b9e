using System.Text.Json.Nodes;

namespace RulesEngine.Compat.Configuration;

/// <summary>Where events come from: <c>engine.kind</c>. Falco's two live drivers are one source here.</summary>
public enum EngineKind
{
    Live,
    Replay,
    NoDriver,
}

/// <summary>
/// The meaning of falco.yaml: every key that this engine acts upon, typed, with Falco's default where the key is
/// absent. Values that Falco refuses are refused with its words. Our own settings stand under the one key
/// <c>rulesengine</c>, which Falco ignores.
/// </summary>
public sealed class FalcoConfiguration
{
    private readonly ConfigurationReader _reader;

    private FalcoConfiguration(ConfigurationTree tree)
    {
        Tree = tree;
        _reader = new ConfigurationReader(tree.Root);
    }

    public ConfigurationTree Tree { get; }

    public required EngineKind Engine { get; init; }

    public string CaptureFile => _reader.Text("engine.replay.capture_file", "");

    /// <summary>Files and directories as written; the deprecated <c>rules_file</c> counts too.</summary>
    public IReadOnlyList<string> RulesFiles =>
        _reader.Find("rules_files") is not null ? _reader.Texts("rules_files") : _reader.Texts("rules_file");

    public string Priority => _reader.Text("priority", "debug");

    public bool JsonOutput => _reader.Flag("json_output", false);

    public bool JsonIncludeOutput => _reader.Flag("json_include_output_property", true);

    public bool JsonIncludeMessage => _reader.Flag("json_include_message_property", false);

    public bool JsonIncludeOutputFields => _reader.Flag("json_include_output_fields_property", true);

    public bool JsonIncludeTags => _reader.Flag("json_include_tags_property", true);

    public bool IsoTime => _reader.Flag("time_format_iso_8601", false);

    public bool BufferBase64 => _reader.Flag("buffer_format_base64", false);

    public bool BufferedOutputs => _reader.Flag("buffered_outputs", false);

    /// <summary><c>rule_matching: all</c>: every matching rule gives an alert, not only the first.</summary>
    public required bool MatchAll { get; init; }

    public long QueueCapacity => _reader.Number("outputs_queue.capacity", 0);

    public long OutputTimeoutMs => _reader.Number("output_timeout", 2000);

    public bool StdoutEnabled => _reader.Flag("stdout_output.enabled", false);

    public bool SyslogEnabled => _reader.Flag("syslog_output.enabled", false);

    public bool FileEnabled => _reader.Flag("file_output.enabled", false);

    public bool FileKeepAlive => _reader.Flag("file_output.keep_alive", false);

    public string FileName => _reader.Text("file_output.filename", "");

    public bool ProgramEnabled => _reader.Flag("program_output.enabled", false);

    public bool ProgramKeepAlive => _reader.Flag("program_output.keep_alive", false);

    public string Program => _reader.Text("program_output.program", "");

    public bool HttpEnabled => _reader.Flag("http_output.enabled", false);

    public string HttpUrl => _reader.Text("http_output.url", "");

    public string HttpUserAgent => _reader.Text("http_output.user_agent", "falcosecurity/falco");

    public bool HttpInsecure => _reader.Flag("http_output.insecure", false);

    public string HttpCaCert => _reader.Text("http_output.ca_cert", "");

    public string HttpCaBundle => _reader.Text("http_output.ca_bundle", "");

    public string HttpCaPath => _reader.Text("http_output.ca_path", "/etc/ssl/certs");

    public bool HttpMutualTls => _reader.Flag("http_output.mtls", false);

    public string HttpClientCert => _reader.Text("http_output.client_cert", "/etc/ssl/certs/client.crt");

    public string HttpClientKey => _reader.Text("http_output.client_key", "/etc/ssl/certs/client.key");

    public bool HttpEcho => _reader.Flag("http_output.echo", false);

    public bool HttpCompressUploads => _reader.Flag("http_output.compress_uploads", false);

    public bool HttpKeepAlive => _reader.Flag("http_output.keep_alive", false);

    public long HttpMaxConsecutiveTimeouts => _reader.Number("http_output.max_consecutive_timeouts", 5);

    public bool WebserverEnabled => _reader.Flag("webserver.enabled", false);

    public long WebserverPort => _reader.Number("webserver.listen_port", 8765);

    public string WebserverAddress => _reader.Text("webserver.listen_address", "0.0.0.0");

    public string HealthEndpoint => _reader.Text("webserver.k8s_healthz_endpoint", "/healthz");

    /// <summary>The file with certificate and key that the web server's TLS takes; null without <c>ssl_enabled</c>.</summary>
    public string? WebserverCertificate => _reader.Flag("webserver.ssl_enabled", false)
        ? _reader.Text("webserver.ssl_certificate", "/etc/falco/falco.pem")
        : null;

    public bool PrometheusEnabled => _reader.Flag("webserver.prometheus_metrics_enabled", false);

    public bool MetricsEnabled => _reader.Flag("metrics.enabled", false);

    public string MetricsInterval => _reader.Text("metrics.interval", "5000");

    public bool MetricsOutputRule => _reader.Flag("metrics.output_rule", false);

    public string MetricsOutputFile => _reader.Text("metrics.output_file", "");

    /// <summary>A group of metrics by its key, <c>rules_counters_enabled</c>; all are on unless switched off.</summary>
    public bool MetricsGroup(string key) => _reader.Flag("metrics." + key, true);

    public bool MetricsMemoryInMb => _reader.Flag("metrics.convert_memory_to_mb", true);

    public bool MetricsIncludeEmpty => _reader.Flag("metrics.include_empty_values", false);

    public double DropThreshold => _reader.Real("syscall_event_drops.threshold", 0.1);

    public double DropRate => _reader.Real("syscall_event_drops.rate", 0.03333);

    public double DropMaxBurst => _reader.Real("syscall_event_drops.max_burst", 1);

    public bool SimulateDrops => _reader.Flag("syscall_event_drops.simulate_drops", false);

    /// <summary>What is done about lost events: <c>ignore</c>, <c>log</c>, <c>alert</c>, <c>exit</c>.</summary>
    public IReadOnlyList<string> DropActions =>
        _reader.Texts("syscall_event_drops.actions") is { Count: > 0 } actions ? actions : ["ignore"];

    public bool LogStderr => _reader.Flag("log_stderr", false);

    public bool LogSyslog => _reader.Flag("log_syslog", true);

    public string LogLevel => _reader.Text("log_level", "info");

    /// <summary><c>append_output</c> as written: the outputs' formatter decides which entry applies to which rule.</summary>
    public JsonArray? AppendOutput => _reader.Find("append_output") as JsonArray;

    public JsonArray? RuleSelection => _reader.Find("rules") as JsonArray;

    public IReadOnlyDictionary<string, string> StaticFields =>
        (_reader.Find("static_fields") as JsonObject)?.ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "")
        ?? [];

    /// <summary>Elasticsearch settings, by the option names of its Serilog sink; null when not configured.</summary>
    public JsonObject? Elasticsearch => _reader.Find("rulesengine.elasticsearch") as JsonObject;

    /// <summary>JavaScript plugins: files or directories.</summary>
    public IReadOnlyList<string> Plugins => _reader.Texts("rulesengine.plugins");

    /// <summary><c>rulesengine.enforcement.mode: monitor</c> turns every action of every rule into a report.</summary>
    public bool EnforcementMonitor => _reader.Text("rulesengine.enforcement.mode", "enforce") == "monitor";

    /// <summary>Whether blocking goes on when the engine ends without being told to unload. On unless switched off.</summary>
    public bool EnforcementPersist => _reader.Flag("rulesengine.enforcement.persist", true);

    /// <exception cref="ConfigurationException">A value that Falco refuses, in Falco's words.</exception>
    public static FalcoConfiguration From(ConfigurationTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        var reader = new ConfigurationReader(tree.Root);
        var kind = reader.Text("engine.kind", "kmod");
        var matching = reader.Text("rule_matching", "first");
        var configuration = new FalcoConfiguration(tree)
        {
            Engine = kind switch
            {
                "kmod" or "modern_ebpf" => EngineKind.Live,
                "replay" => EngineKind.Replay,
                "nodriver" => EngineKind.NoDriver,
                _ => throw Refused(tree, $"engine.kind '{kind}' is not a valid kind."),
            },
            MatchAll = matching switch
            {
                "first" => false,
                "all" => true,
                _ => throw Refused(tree, $"Unknown rule matching strategy \"{matching}\"--must be one of first, all"),
            },
        };
        configuration.Validate();
        return configuration;
    }

    private void Validate()
    {
        if (FileEnabled && FileName.Length == 0)
            throw Refused(Tree, "file output enabled but no filename in configuration block");
        if (ProgramEnabled && Program.Length == 0)
            throw Refused(Tree, "program output enabled but no program in configuration block");
        if (HttpEnabled && HttpUrl.Length == 0)
            throw Refused(Tree, "http output enabled but no url in configuration block");
        if (Engine == EngineKind.Replay && CaptureFile.Length == 0)
            throw Refused(Tree, "engine.kind is 'replay' but no engine.replay.capture_file specified.");
        if (DropThreshold is not (>= 0 and <= 1))
            throw Refused(Tree, "syscall event drops threshold must be a double in the range [0, 1]");
        if (DropActions.Any(action => action is not ("ignore" or "log" or "alert" or "exit")))
            throw Refused(Tree, "available actions for syscall event drops are \"ignore\", \"log\", \"alert\", and \"exit\"");
        if (DropActions.Contains("ignore") && DropActions.FirstOrDefault(action => action != "ignore") is { } other)
            throw Refused(Tree, $"syscall event drop action \"{other}\" does not make sense with the \"ignore\" action");
        if (QueueCapacity < 0)
            throw Refused(Tree, "outputs_queue.capacity must not be negative");
        ValidateOurs();
    }

    /// <summary>
    /// Falco ignores what it does not know. Under our own key a slip of the pen could mean blocking where a report was
    /// meant, so there it is refused.
    /// </summary>
    private void ValidateOurs()
    {
        RefuseUnknown("rulesengine", "elasticsearch", "plugins", "enforcement");
        RefuseUnknown("rulesengine.enforcement", "mode", "persist");
        if (_reader.Text("rulesengine.enforcement.mode", "enforce") is not ("enforce" or "monitor") and var mode)
            throw Refused(Tree, $"rulesengine.enforcement.mode '{mode}' is none of enforce, monitor");
        if (_reader.Find("rulesengine.enforcement.persist") is { } persist
            && _reader.Flag("rulesengine.enforcement.persist", true) != _reader.Flag("rulesengine.enforcement.persist", false))
            throw Refused(Tree, $"rulesengine.enforcement.persist '{persist}' is none of true, false");
    }

    private void RefuseUnknown(string path, params ReadOnlySpan<string> known)
    {
        if (_reader.Find(path) is not { } node)
            return;
        if (node is not JsonObject keys)
            throw Refused(Tree, $"{path} must hold a mapping of keys");
        foreach (var (key, _) in keys)
        {
            if (!known.Contains(key))
                throw Refused(Tree, $"{path}.{key} is not known; known are {string.Join(", ", known)}");
        }
    }

    private static ConfigurationException Refused(ConfigurationTree tree, string text) =>
        new($"Error reading config file ({(tree.Files.Count > 0 ? tree.Files[0] : "")}): {text}");
}
