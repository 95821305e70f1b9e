using System.Net;

namespace RulesEngine.Tests.Support;

/// <summary>A started web listener on a free port of this machine, for the servers that tests make.</summary>
internal static class LocalListener
{
    /// <summary>A listener that could not start is of no further use, so every attempt has its own.</summary>
    public static (HttpListener Listener, Uri Url) Start()
    {
        for (var attempt = 0; ; attempt++)
        {
            var listener = new HttpListener();
            var url = new Uri($"http://127.0.0.1:{Random.Shared.Next(20000, 60000)}/");
            listener.Prefixes.Add(url.ToString());
            try
            {
                listener.Start();
                return (listener, url);
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                listener.Close();
            }
        }
    }
}
