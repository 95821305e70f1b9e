using RulesEngine.Runtime.Events;

namespace RulesEngine.Runtime.Tests.Events;

public sealed class EventCodeSetTests
{
    [Fact]
    public void All_holds_every_code_and_no_other()
    {
        Assert.Equal(EventTable.Count, EventCodeSet.All.Count);
        Assert.All(EventTable.All, definition => Assert.True(EventCodeSet.All.Contains(definition.Code)));
        Assert.False(EventCodeSet.All.Contains(EventTable.Count));
        Assert.Equal(EventCodeSet.Empty, EventCodeSet.All.Complement());
    }

    [Fact]
    public void Sets_combine_as_sets_do()
    {
        var left = EventCodeSet.Of([1, 64, 453]);
        var right = EventCodeSet.Of([64, 65]);
        Assert.Equal(EventCodeSet.Of([1, 64, 65, 453]), left.Union(right));
        Assert.Equal(EventCodeSet.Of([64]), left.Intersect(right));
        Assert.Equal([1, 64, 453], left.Complement().Complement().Codes().Select(code => (int)code));
        Assert.Equal(EventTable.Count - 3, left.Complement().Count);
    }

    [Fact]
    public void A_code_that_does_not_exist_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => EventCodeSet.Of([EventTable.Count]));
}
