namespace RulesEngine.Outputs.Sinks;

/// <summary>The section <c>http_output</c>; the defaults are Falco's.</summary>
public sealed record HttpSinkOptions
{
    public required Uri Url { get; init; }

    public string UserAgent { get; init; } = "falcosecurity/falco";

    /// <summary>Whether bodies are JSON, for the content type.</summary>
    public bool Json { get; init; }

    /// <summary>Accept any server certificate.</summary>
    public bool Insecure { get; init; }

    /// <summary>A PEM file with the authority to trust; goes before <see cref="CaBundle"/>.</summary>
    public string CaCert { get; init; } = "";

    /// <summary>A PEM file with authorities to trust; goes before <see cref="CaPath"/>.</summary>
    public string CaBundle { get; init; } = "";

    /// <summary>A folder of PEM files with authorities to trust.</summary>
    public string CaPath { get; init; } = DefaultCaPath;

    public bool MutualTls { get; init; }

    public string ClientCert { get; init; } = "/etc/ssl/certs/client.crt";

    public string ClientKey { get; init; } = "/etc/ssl/certs/client.key";

    /// <summary>Copy answers to standard output.</summary>
    public bool Echo { get; init; }

    /// <summary>
    /// What libcurl's transfer encoding option does: announce that a compressed answer is welcome. Bodies that are
    /// sent stay as they are; receivers of Falco's alerts expect that.
    /// </summary>
    public bool CompressUploads { get; init; }

    /// <summary>TCP keep-alive probes.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>How often one alert is tried again after a timeout.</summary>
    public byte MaxConsecutiveTimeouts { get; init; } = 5;

    /// <summary>How long one attempt may take; <c>output_timeout</c>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    public const string DefaultCaPath = "/etc/ssl/certs";
}
