using RulesEngine.Outputs.Sinks.Elasticsearch;

namespace RulesEngine.Outputs.Tests.Sinks.Elasticsearch;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new()
    {
        Retries = 8,
        First = TimeSpan.FromSeconds(1),
        Longest = TimeSpan.FromSeconds(10),
    };

    [Theory]
    [InlineData(0, 1.0, 1.0)]
    [InlineData(1, 1.0, 2.0)]
    [InlineData(3, 1.0, 8.0)]
    [InlineData(4, 1.0, 10.0)]
    [InlineData(7, 1.0, 10.0)]
    [InlineData(3, 0.0, 4.0)]
    [InlineData(3, 0.5, 6.0)]
    public void Waits_double_up_to_a_bound_and_are_spread(int retry, double random, double seconds) =>
        Assert.Equal(seconds, Schedule.WaitBefore(retry, random)!.Value.TotalSeconds);

    [Fact]
    public void In_the_end_it_gives_up() => Assert.Null(Schedule.WaitBefore(8, 0));

    [Theory]
    [InlineData("rulesengine-{0:yyyy.MM.dd}", "rulesengine-*")]
    [InlineData("a-{0:yyyy}-b-{0:MM}", "a-*-b-*")]
    [InlineData("alerts", "alerts")]
    public void The_template_covers_the_indices_a_format_can_name(string format, string pattern) =>
        Assert.Equal(pattern, IndexTemplate.Pattern(format));
}
