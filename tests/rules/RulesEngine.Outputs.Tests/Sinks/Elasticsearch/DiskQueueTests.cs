using System.Text;
using RulesEngine.Outputs.Sinks.Elasticsearch;
using RulesEngine.Outputs.Tests.Support;

namespace RulesEngine.Outputs.Tests.Sinks.Elasticsearch;

public sealed class DiskQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Documents_come_back_in_order_until_they_are_marked()
    {
        using var queue = Open();
        Append(queue, 0, 5);
        Assert.Equal(["0", "1"], Ids(queue.Read(2)));
        Assert.Equal(["0", "1"], Ids(queue.Read(2)));
        queue.Advance();
        var rest = queue.Read(10);
        Assert.Equal(["2", "3", "4"], Ids(rest));
        Assert.Equal("{\"n\":2}", Encoding.UTF8.GetString(rest[0].Body.Span));
        Assert.Equal("index-2", rest[0].Index);
        queue.Advance();
        Assert.Empty(queue.Read(10));
        Append(queue, 5, 1);
        Assert.Equal(["5"], Ids(queue.Read(10)));
    }

    [Fact]
    public void A_restart_goes_on_at_the_bookmark()
    {
        using (var queue = Open())
        {
            Append(queue, 0, 5);
            queue.Read(2);
            queue.Advance();
            queue.Read(2);
        }

        using var again = Open();
        Append(again, 5, 1);
        Assert.Equal(["2", "3", "4"], Ids(again.Read(10)));
        again.Advance();
        Assert.Equal(["5"], Ids(again.Read(10)));
        Assert.Equal(0, again.Lost);
    }

    [Fact]
    public void Files_that_are_done_with_are_deleted()
    {
        using var queue = Open(fileBytes: 60);
        Append(queue, 0, 20);
        Assert.True(Files().Length > 5);
        var ids = new List<string>();
        while (queue.Read(3) is { Count: > 0 } batch)
        {
            ids.AddRange(Ids(batch));
            queue.Advance();
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), ids);
        Assert.Single(Files());
    }

    [Fact]
    public void The_oldest_file_is_given_up_when_there_are_too_many_and_its_documents_are_counted()
    {
        using var queue = Open(fileBytes: 60, filesMax: 3);
        Append(queue, 0, 20);
        Assert.Equal(3, Files().Length);
        var ids = new List<string>();
        while (queue.Read(3) is { Count: > 0 } batch)
        {
            ids.AddRange(Ids(batch));
            queue.Advance();
        }

        Assert.Equal("19", ids[^1]);
        Assert.Equal(20, ids.Count + queue.Lost);
        Assert.True(queue.Lost > 5);
    }

    [Fact]
    public void Half_a_line_that_a_crash_left_costs_that_line_only()
    {
        using (var queue = Open())
            Append(queue, 0, 2);
        using (var file = new FileStream(Files()[0], FileMode.Append))
            file.Write("index-9\t9\t{\"n\":"u8);

        using var again = Open();
        Append(again, 2, 1);
        Assert.Equal(["0", "1"], Ids(again.Read(10)));
        again.Advance();
        Assert.Equal(["2"], Ids(again.Read(10)));
        Assert.Equal(1, again.Lost);
    }

    [Fact]
    public void A_damaged_line_is_passed_over_and_counted_once()
    {
        using (var queue = Open())
            Append(queue, 0, 1);
        using (var file = new FileStream(Files()[0], FileMode.Append))
            file.Write("nonsense\n\n"u8);

        using var again = Open();
        Append(again, 1, 1);
        Assert.Equal(["0"], Ids(again.Read(10)));
        again.Advance();
        Assert.Equal(["1"], Ids(again.Read(10)));
        Assert.Equal(2, again.Lost);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("")]
    [InlineData("77 5")]
    public void A_bookmark_that_says_nothing_means_the_beginning(string bookmark)
    {
        using (var queue = Open())
            Append(queue, 0, 2);
        File.WriteAllText(_folder["buffer.bookmark"], bookmark);
        using var again = Open();
        Assert.Equal(["0", "1"], Ids(again.Read(10)));
    }

    private DiskQueue Open(long fileBytes = 1_000_000, int filesMax = 100) =>
        new(_folder["buffer"], fileBytes, filesMax);

    private string[] Files() =>
        [.. Directory.GetFiles(Path.GetDirectoryName(_folder["x"])!, "*.ndjson").Order(StringComparer.Ordinal)];

    private static void Append(DiskQueue queue, int first, int count)
    {
        for (var i = first; i < first + count; i++)
            queue.Append(new BulkDocument($"index-{i}", $"{i}", Encoding.UTF8.GetBytes($"{{\"n\":{i}}}")));
    }

    private static IEnumerable<string> Ids(IEnumerable<BulkDocument> documents) => documents.Select(document => document.Id);
}
