using RulesEngine.Bpf.Loading;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Bpf.Tests.Loading;

public sealed class ProgramSpecTests
{
    [Fact]
    public void The_list_is_what_the_object_holds()
    {
        using var bpfObject = BpfObject.Open(Repository.ObjectOrSkip(), out var refusal);
        Assert.True(bpfObject is not null, refusal?.ToString());
        Assert.Equal(
            ProgramSpec.All.Select(program => program.Name).Order(StringComparer.Ordinal),
            bpfObject.ProgramNames().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_maps_are_what_the_object_holds()
    {
        using var bpfObject = BpfObject.Open(Repository.ObjectOrSkip(), out var refusal);
        Assert.True(bpfObject is not null, refusal?.ToString());
        Assert.Equal(
            MapSet.Names.Order(StringComparer.Ordinal),
            bpfObject.Maps().Select(map => map.Name).Where(name => name.StartsWith("re_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_map_has_a_longer_name_than_tools_show() =>
        Assert.All(MapSet.Names, name => Assert.True(name.Length <= 15, name));

    [Fact]
    public void A_policy_without_operations_needs_no_guard() =>
        Assert.Empty(ProgramSpec.Needed(GuardedOperations.None, EventCodeSet.Empty, AttachForm.Lsm));

    [Fact]
    public void A_connect_needs_the_guard_of_sends_because_of_fast_open() =>
        Assert.Equal(
            ["guard_connect", "guard_send"],
            ProgramSpec.Needed(GuardedOperations.Connect, EventCodeSet.Empty, AttachForm.Lsm).Select(program => program.Name));

    [Fact]
    public void Guards_are_taken_in_one_form_only() =>
        Assert.All(
            ProgramSpec.Needed((GuardedOperations)0xff, EventCodeSet.Empty, AttachForm.FmodRet),
            program => Assert.Equal(AttachForm.FmodRet, program.Form));

    [Fact]
    public void A_watcher_is_needed_for_its_event_alone() =>
        Assert.Equal(
            ["watch_openat"],
            ProgramSpec.Needed(GuardedOperations.None, EventCodeSet.Of([EventCodes.OpenAtExit]), AttachForm.Lsm).Select(program => program.Name));
}
