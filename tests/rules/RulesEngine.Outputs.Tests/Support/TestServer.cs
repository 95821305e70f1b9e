using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>A web server in the test's process that records requests and answers as the test says.</summary>
internal sealed class TestServer : IDisposable
{
    private readonly HttpListener _listener;
    private readonly ConcurrentQueue<TestRequest> _requests = new();
    private readonly Func<TestRequest, TestResponse> _answer;

    public TestServer(Func<TestRequest, TestResponse> answer)
    {
        _answer = answer;
        (_listener, Url) = LocalListener.Start();
        _ = Task.Run(ServeAsync);
    }

    public Uri Url { get; }

    public IReadOnlyList<TestRequest> Requests => [.. _requests];

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => AnswerAsync(context));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var request = new TestRequest(
            context.Request.HttpMethod,
            context.Request.Url!.PathAndQuery,
            await reader.ReadToEndAsync(),
            context.Request.Headers);
        _requests.Enqueue(request);
        var response = _answer(request);
        if (response.Delay > TimeSpan.Zero)
            await Task.Delay(response.Delay);
        try
        {
            context.Response.StatusCode = response.Status;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(response.Body));
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
        {
            // The client has given up; that is what its test is about.
        }
    }
}

internal sealed record TestRequest(
    string Method, string Path, string Body, System.Collections.Specialized.NameValueCollection Headers);

internal sealed record TestResponse(int Status, string Body = "{}", TimeSpan Delay = default);
