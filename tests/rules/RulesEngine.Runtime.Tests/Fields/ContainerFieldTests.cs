using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Events;
using RulesEngine.Runtime.Tests.State;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class ContainerFieldTests
{
    private const string Id = "4f8c6e0d2b1a";

    [Theory]
    [InlineData("container.healthcheck")]
    [InlineData("container.liveness_probe")]
    [InlineData("container.readiness_probe")]
    public void Fields_of_probes_are_deprecated_and_have_no_value(string field)
    {
        var machine = InContainer("""
            {"container":{"id":"4f8c6e0d2b1a","Healthcheck":{"exe":"/check","args":["a"]},
             "LivenessProbe":{"exe":"/live","args":[]},"ReadinessProbe":{"exe":"/ready","args":[]}}}
            """);
        Assert.Equal(Id, FieldText.Of(machine.Context, "container.id"));
        Assert.Null(FieldText.Of(machine.Context, field));
    }

    [Fact]
    public void A_label_without_value_is_listed_by_its_name()
    {
        var machine = InContainer("""{"container":{"id":"4f8c6e0d2b1a","labels":{"a":"","b":"2","io.kubernetes.x":"3"}}}""");
        Assert.Equal("a, b:2", FieldText.Of(machine.Context, "container.labels"));
    }

    [Fact]
    public void A_pod_is_described_by_the_container_of_its_sandbox_unless_the_container_tells_its_network()
    {
        var machine = InContainer("""
            {"container":{"id":"4f8c6e0d2b1a","pod_sandbox_id":"99990000aaaabbbb","ip":"10.1.1.1",
             "pod_sandbox_labels":{"app":"own","tier":"own"}}}
            """);
        Assert.Null(FieldText.Of(machine.Context, "k8s.pod.ip"));
        Assert.Null(FieldText.Of(machine.Context, "k8s.pod.cni.json"));
        Assert.Equal("app:own, tier:own", FieldText.Of(machine.Context, "k8s.pod.labels"));
        Describe(machine, """
            {"container":{"id":"99990000aaaa","ip":"10.2.2.2","cni_json":"{}","pod_sandbox_labels":{"app":"sandbox"}}}
            """);
        Touch(machine);
        Assert.Equal("10.2.2.2", FieldText.Of(machine.Context, "k8s.pod.ip"));
        Assert.Equal("{}", FieldText.Of(machine.Context, "k8s.pod.cni.json"));
        Assert.Equal("app:sandbox", FieldText.Of(machine.Context, "k8s.pod.labels"));
        Assert.Equal("sandbox", FieldText.Of(machine.Context, "k8s.pod.label[app]"));
        Assert.Equal("own", FieldText.Of(machine.Context, "k8s.pod.label[tier]"));
        Describe(machine, """
            {"container":{"id":"4f8c6e0d2b1a","pod_sandbox_id":"99990000aaaabbbb","ip":"10.1.1.1","cni_json":"{1}"}}
            """);
        Touch(machine);
        Assert.Equal("10.1.1.1", FieldText.Of(machine.Context, "k8s.pod.ip"));
        Assert.Equal("{1}", FieldText.Of(machine.Context, "k8s.pod.cni.json"));
    }

    [Fact]
    public void A_container_without_a_pod_has_the_addresses_of_the_host()
    {
        var machine = InContainer("""{"container":{"id":"4f8c6e0d2b1a","ip":"10.1.1.1","pod_sandbox_labels":{"a":"1"}}}""");
        Assert.Equal("", FieldText.Of(machine.Context, "k8s.pod.ip"));
        Assert.Equal("", FieldText.Of(machine.Context, "k8s.pod.labels"));
    }

    [Fact]
    public void An_event_that_describes_a_container_does_not_tell_its_start()
    {
        var machine = InContainer("""{"container":{"id":"4f8c6e0d2b1a"}}""");
        machine.Find(10)!.PidNamespaceInitStartNs = 400;
        Touch(machine);
        Assert.Equal("600", FieldText.Of(machine.Context, "container.duration"));
        machine.Send(EventCodes.ContainerJson2, 10, EventBytes.Text("""{"container":{"id":"4f8c6e0d2b1a"}}"""));
        Assert.Equal(Id, FieldText.Of(machine.Context, "container.id"));
        Assert.Null(FieldText.Of(machine.Context, "container.start_ts"));
        Assert.Null(FieldText.Of(machine.Context, "container.duration"));
    }

    [Theory]
    [InlineData("cpu=/docker/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", "0123456789ab")]
    [InlineData("cpu=/0123456789abcdefg123456789abcdef0123456789abcdef0123456789abcdef", "host")]
    [InlineData(
        "cpu=/a.slice/a-b.slice/a-b-c.slice/a-b-c-d.slice/a-b-c-d-e.slice/f.slice/"
        + "xyz3456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "xyz3456789ab")]
    public void The_digits_of_an_id_are_looked_at_in_the_first_part_of_a_path_only(string cgroup, string id)
    {
        var machine = new Machine();
        machine.States.ImportThread(new ThreadInfo
        {
            Tid = 20,
            Pid = 20,
            ParentTid = 1,
            CGroups = ByteStrings.From(EventBytes.Text(cgroup)),
        });
        machine.States.FinishImport();
        machine.Send(EventCodes.GenericExit, 20, [0, 0], [0, 0]);
        Assert.Equal(id, FieldText.Of(machine.Context, "container.id"));
    }

    private static Machine InContainer(string json)
    {
        var machine = new Machine();
        machine.Find(10)!.ContainerId = System.Text.Encoding.UTF8.GetBytes(Id);
        Describe(machine, json);
        Touch(machine);
        return machine;
    }

    private static void Describe(Machine machine, string json) =>
        machine.Send(EventCodes.ContainerJson2, -1, EventBytes.Text(json));

    private static void Touch(Machine machine) => machine.Send(EventCodes.GenericExit, 10, [0, 0], [0, 0]);
}
