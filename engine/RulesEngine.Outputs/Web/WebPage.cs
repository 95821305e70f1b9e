using System.Text;

namespace RulesEngine.Outputs.Web;

/// <summary>Something the web server answers a GET of one path with.</summary>
/// <param name="Path">The whole path, <c>/metrics</c>.</param>
/// <param name="ContentType">The type of the answer.</param>
/// <param name="Render">Makes the answer; called on a pool thread, for each request.</param>
public sealed record WebPage(
    string Path,
    string ContentType,
    Func<CancellationToken, Task<ReadOnlyMemory<byte>>> Render)
{
    /// <summary>The liveness answer that Falco gives.</summary>
    public static WebPage Health(string path) => Json(path, static () => "{\"status\": \"ok\"}");

    /// <summary>A page of JSON made anew for each request.</summary>
    public static WebPage Json(string path, Func<string> render) => new(
        path, "application/json", _ => Task.FromResult<ReadOnlyMemory<byte>>(Encoding.UTF8.GetBytes(render())));
}
