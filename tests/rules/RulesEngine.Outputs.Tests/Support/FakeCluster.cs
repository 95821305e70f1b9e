using System.Collections.Concurrent;
using System.Text.Json;

namespace RulesEngine.Outputs.Tests.Support;

/// <summary>
/// A node of Elasticsearch as its documentation describes the two APIs the sink uses: <c>_bulk</c> with a result per
/// document, create conflicts included, and <c>_index_template</c>. A test can make it refuse documents or requests.
/// </summary>
internal sealed class FakeCluster : IDisposable
{
    private readonly TestServer _server;
    private readonly ConcurrentDictionary<string, bool> _templates = new();

    public FakeCluster() => _server = new TestServer(Answer);

    public Uri Url => _server.Url;

    public IReadOnlyList<TestRequest> Requests => _server.Requests;

    /// <summary>The documents by index and id.</summary>
    public ConcurrentDictionary<string, JsonElement> Documents { get; } = new();

    /// <summary>The status of a whole request, by its number from 0; 200 lets it through.</summary>
    public Func<int, int> RequestStatus { get; set; } = static _ => 200;

    /// <summary>The status of a document by its body and the number of its bulk request; 0 lets it through.</summary>
    public Func<JsonElement, int, int> DocumentStatus { get; set; } = static (_, _) => 0;

    public int BulkRequests => Requests.Count(request => request.Path == "/_bulk");

    public void AddTemplate(string name) => _templates[name] = true;

    public bool HasTemplate(string name) => _templates.ContainsKey(name);

    public void Dispose() => _server.Dispose();

    private TestResponse Answer(TestRequest request)
    {
        const string Templates = "/_index_template/";
        if (request.Path.StartsWith(Templates, StringComparison.Ordinal))
            return Template(request.Method, request.Path[Templates.Length..]);
        if (request.Path != "/_bulk" || request.Method != "POST")
            return new TestResponse(405);
        var number = BulkRequests - 1;
        var status = RequestStatus(number);
        return status == 200 ? Bulk(request.Body, number) : new TestResponse(status, "{\"error\":\"refused\"}");
    }

    private TestResponse Template(string method, string name)
    {
        if (method == "HEAD")
            return new TestResponse(HasTemplate(name) ? 200 : 404, "");
        AddTemplate(name);
        return new TestResponse(200, "{\"acknowledged\":true}");
    }

    private TestResponse Bulk(string body, int number)
    {
        Assert.EndsWith("\n", body);
        var lines = body.Split('\n')[..^1];
        var items = new List<string>();
        for (var i = 0; i < lines.Length; i += 2)
            items.Add(Item(lines[i], JsonDocument.Parse(lines[i + 1]).RootElement, number));
        var errors = items.Exists(item => item.Contains("\"error\"", StringComparison.Ordinal));
        return new TestResponse(
            200, $"{{\"took\":3,\"errors\":{(errors ? "true" : "false")},\"items\":[{string.Join(",", items)}]}}");
    }

    private string Item(string actionLine, JsonElement document, int number)
    {
        using var parsed = JsonDocument.Parse(actionLine);
        var action = parsed.RootElement.EnumerateObject().Single();
        var key = $"{action.Value.GetProperty("_index").GetString()}/{action.Value.GetProperty("_id").GetString()}";
        var status = DocumentStatus(document, number);
        if (status == 0 && action.Name == "create" && Documents.ContainsKey(key))
            status = 409;
        if (status != 0)
        {
            var error = $"{{\"type\":\"test_exception\",\"reason\":\"status {status}\"}}";
            return $"{{\"{action.Name}\":{{\"_index\":\"i\",\"_id\":\"x\",\"status\":{status},\"error\":{error}}}}}";
        }

        Documents[key] = document;
        return $"{{\"{action.Name}\":{{\"_index\":\"i\",\"_id\":\"x\",\"result\":\"created\",\"status\":201}}}}";
    }
}
