using System.Text.Json;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>What became of one document of a bulk request.</summary>
/// <param name="Status">The status, as of a request of its own.</param>
/// <param name="Reason">The error's type and text, or empty.</param>
internal readonly record struct BulkItem(int Status, string Reason)
{
    /// <summary>It is there: made now, or by an attempt whose answer was lost.</summary>
    public bool Delivered(BulkAction action) =>
        Status is >= 200 and < 300 || (Status == 409 && action == BulkAction.Create);

    /// <summary>Refused for now.</summary>
    public bool Temporary => Status is 429 or >= 500;
}

/// <summary>Reads the answer to a bulk request.</summary>
internal static class BulkResponse
{
    /// <summary>The items in the order of the request; null when that is no answer to one with so many documents.</summary>
    public static BulkItem[]? Read(ReadOnlyMemory<byte> body, int documents)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            if (!json.RootElement.TryGetProperty("items", out var items) || items.GetArrayLength() != documents)
                return null;
            return [.. items.EnumerateArray().Select(Item)];
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static BulkItem Item(JsonElement item)
    {
        foreach (var action in item.EnumerateObject())
        {
            var status = action.Value.GetProperty("status").GetInt32();
            return new BulkItem(status, Reason(action.Value));
        }

        throw new JsonException("an item without an action");
    }

    private static string Reason(JsonElement result)
    {
        if (!result.TryGetProperty("error", out var error))
            return "";
        if (error.ValueKind != JsonValueKind.Object)
            return error.ToString();
        var type = error.TryGetProperty("type", out var name) ? name.ToString() : "";
        var text = error.TryGetProperty("reason", out var reason) ? reason.ToString() : "";
        return $"{type}: {text}";
    }
}
