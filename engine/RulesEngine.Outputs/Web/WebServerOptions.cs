using System.Net;

namespace RulesEngine.Outputs.Web;

/// <summary>The section <c>webserver</c>; the defaults are Falco's.</summary>
public sealed record WebServerOptions
{
    public IPAddress ListenAddress { get; init; } = IPAddress.Any;

    /// <summary>0 lets the system choose.</summary>
    public int ListenPort { get; init; } = 8765;

    /// <summary>A PEM file with certificate and key, or null for plain HTTP.</summary>
    public string? CertificateFile { get; init; }
}
