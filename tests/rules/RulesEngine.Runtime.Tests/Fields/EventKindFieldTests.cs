using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;
using RulesEngine.Runtime.Tests.State;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class EventKindFieldTests
{
    [Theory]
    [InlineData(EventCodes.OpenExit, "evt.type.is.open", "1")]
    [InlineData(EventCodes.OpenExit, "evt.type.is.close", "0")]
    [InlineData(EventCodes.GenericExit, "evt.type.is.syscall", "1")]
    public void The_kind_of_an_event_is_the_one_asked_for(ushort code, string field, string expected) =>
        Assert.Equal(expected, FieldText.Of(After(code), field));

    [Fact]
    public void Only_the_oldest_version_of_a_kind_is_the_one_asked_for() =>
        Assert.Equal("0", FieldText.Of(After(EventCodes.OpenAtExit), "evt.type.is.openat"));

    private static EventContext After(ushort code)
    {
        var machine = new Machine();
        machine.Send(code, 10, EventBytes.Number(-2L), EventBytes.Text("/a"));
        return machine.Context;
    }
}
