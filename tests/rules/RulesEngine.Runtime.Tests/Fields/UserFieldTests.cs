using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Tests.Events;
using RulesEngine.Runtime.Tests.State;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class UserFieldTests
{
    private const string Container = "4f8c6e0d2b1a";

    [Fact]
    public void Names_of_users_and_groups_of_the_host_come_and_go_with_events()
    {
        var machine = As(uid: 33, gid: 44);
        Add(machine, "www", "web", "");
        Touch(machine);
        Assert.Equal("www", FieldText.Of(machine.Context, "user.name"));
        Assert.Equal("/home", FieldText.Of(machine.Context, "user.homedir"));
        Assert.Equal("web", FieldText.Of(machine.Context, "group.name"));
        Remove(machine);
        Touch(machine);
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "user.name"));
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "group.name"));
    }

    [Fact]
    public void Events_about_users_of_a_container_add_no_names()
    {
        var machine = As(uid: 33, gid: 44);
        machine.Find(10)!.ContainerId = System.Text.Encoding.UTF8.GetBytes(Container);
        Add(machine, "www", "web", Container);
        Touch(machine);
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "user.name"));
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "group.name"));
    }

    [Fact]
    public void References_to_other_sources_of_users_are_left_out()
    {
        var machine = As(uid: 33, gid: 44);
        Add(machine, "+nis", "-nis", "");
        Touch(machine);
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "user.name"));
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "group.name"));
    }

    [Fact]
    public void A_user_without_a_name_resolves_to_none()
    {
        var machine = As(uid: 33, gid: 44);
        Add(machine, "", "", "");
        machine.Send(EventCodes.SetUidExit, 10, EventBytes.Number(0L), EventBytes.Number(33u));
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "evt.arg.uid"));
        Assert.Equal("res=0 uid=33(<NA>)", FieldText.Of(machine.Context, "evt.args"));
        machine.Send(EventCodes.SetGidExit, 10, EventBytes.Number(0L), EventBytes.Number(44u));
        Assert.Equal("<NA>", FieldText.Of(machine.Context, "evt.arg.gid"));
    }

    private static Machine As(uint uid, uint gid)
    {
        var machine = new Machine();
        machine.Find(10)!.Uid = uid;
        machine.Find(10)!.Gid = gid;
        return machine;
    }

    private static void Add(Machine machine, string user, string group, string container)
    {
        machine.Send(
            EventCodes.UserAdded, -1, EventBytes.Number(33u), EventBytes.Number(44u), EventBytes.Text(user),
            EventBytes.Text("/home"), EventBytes.Text("/bin/sh"), EventBytes.Text(container));
        machine.Send(EventCodes.GroupAdded, -1, EventBytes.Number(44u), EventBytes.Text(group), EventBytes.Text(container));
    }

    private static void Remove(Machine machine)
    {
        machine.Send(
            EventCodes.UserDeleted, -1, EventBytes.Number(33u), EventBytes.Number(44u), EventBytes.Text("www"),
            EventBytes.Text("/home"), EventBytes.Text("/bin/sh"), EventBytes.Text(""));
        machine.Send(EventCodes.GroupDeleted, -1, EventBytes.Number(44u), EventBytes.Text("web"), EventBytes.Text(""));
    }

    private static void Touch(Machine machine) => machine.Send(EventCodes.GenericExit, 10, [0, 0], [0, 0]);
}
