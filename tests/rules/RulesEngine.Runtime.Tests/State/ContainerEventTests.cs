using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;

namespace RulesEngine.Runtime.Tests.State;

public class ContainerEventTests
{
    [Fact]
    public void A_container_event_describes_the_container()
    {
        var machine = new StateMachine(new EngineState());
        var context = Process(machine, """
            {"container":{"id":"4f8c6e0d2b1a","type":0,"name":"web","image":"shop/web:1.2","privileged":true,
             "labels":{"b":"2","a":"1"},"Mounts":[{"Source":"/a","Destination":"/b","Mode":"ro","RW":false}],
             "pod_sandbox_labels":null,"Healthcheck":{"exe":"/bin/check","args":["-x"]}}}
            """u8.ToArray());
        var container = machine.State.Containers.Find("4f8c6e0d2b1a"u8)!;
        Assert.Same(container, context.Container);
        Assert.Equal("docker"u8, container.Type);
        Assert.Equal("web"u8, container.Name);
        Assert.True(container.Privileged);
        Assert.Equal(["a", "b"], container.Labels.Select(label => System.Text.Encoding.UTF8.GetString(label.Key)));
        Assert.Equal("/b"u8, container.Mounts[0].Destination);
        Assert.Equal("/bin/check"u8, container.Probes[0].Executable);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"container\":7}")]
    [InlineData("{\"container\":{\"id\":\"x\",\"labels\":{\"a\":}}}")]
    public void What_is_no_description_is_counted_and_ignored(string json)
    {
        var machine = new StateMachine(new EngineState());
        Process(machine, System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Equal(0, machine.State.Containers.Count);
        Assert.Equal(1UL, machine.State.Counters.ContainerFaults);
    }

    [Fact]
    public void A_description_that_is_not_UTF8_is_counted_and_ignored()
    {
        var machine = new StateMachine(new EngineState());
        Process(machine, [.. "{\"container\":{\"id\":\"x"u8, 0xB2, .. "\"}}"u8]);
        Process(machine, [.. "{\"container\":{\"labels\":{\"x"u8, 0xB2, .. "\":\"\"}}}"u8]);
        Assert.Equal(0, machine.State.Containers.Count);
        Assert.Equal(2UL, machine.State.Counters.ContainerFaults);
    }

    private static EventContext Process(StateMachine machine, byte[] json)
    {
        var context = new EventContext(machine.State);
        var bytes = EventBytes.Make(EventCodes.ContainerJson2, 1, -1, [.. json, 0]);
        Assert.Equal(EventReadError.None, context.TrySet(bytes, 0, bytes.Length, 0));
        machine.Process(context);
        return context;
    }
}
