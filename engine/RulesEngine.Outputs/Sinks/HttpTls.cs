using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace RulesEngine.Outputs.Sinks;

/// <summary>
/// Builds the connection side of an HTTP client from Falco's TLS options: whom to trust, and as whom to appear.
/// Files are read when the handler is made, so a missing one is reported as a failure of the sink.
/// </summary>
internal static class HttpTls
{
    [SuppressMessage("Security", "CA5359", Justification = "The option insecure asks for exactly this.")]
    public static SocketsHttpHandler CreateHandler(HttpSinkOptions options)
    {
        var tls = new SslClientAuthenticationOptions();
        if (options.Insecure)
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        else if (Authorities(options) is { } authorities)
            tls.CertificateChainPolicy = TrustOnly(authorities);
        if (options.MutualTls)
            tls.ClientCertificates = [ClientCertificate(options)];

        var handler = new SocketsHttpHandler { SslOptions = tls, AllowAutoRedirect = false };
        if (options.KeepAlive)
            handler.ConnectCallback = ConnectWithProbes;
        return handler;
    }

    /// <summary>The authorities that replace the system's, or null where the system's are meant.</summary>
    private static X509Certificate2Collection? Authorities(HttpSinkOptions options)
    {
        var authorities = new X509Certificate2Collection();
        if (options.CaCert.Length > 0)
            authorities.ImportFromPemFile(options.CaCert);
        else if (options.CaBundle.Length > 0)
            authorities.ImportFromPemFile(options.CaBundle);
        else if (options.CaPath is not ("" or HttpSinkOptions.DefaultCaPath))
            ImportFolder(authorities, options.CaPath);
        else
            return null;
        return authorities;
    }

    private static void ImportFolder(X509Certificate2Collection authorities, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            try
            {
                authorities.ImportFromPemFile(file);
            }
            catch (CryptographicException)
            {
                // Such a folder also holds keys, links and lists; what is no certificate is no authority.
            }
        }
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static X509Certificate2 ClientCertificate(HttpSinkOptions options) =>
        X509Certificate2.CreateFromPemFile(options.ClientCert, options.ClientKey);

    private static async ValueTask<Stream> ConnectWithProbes(
        SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            await socket.ConnectAsync(context.DnsEndPoint, cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
