using RulesEngine.Compat.Surface;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Compat.Tests.Surface;

public sealed class ListingTests
{
    [Fact]
    public void Every_listed_field_is_in_every_form_of_the_listing()
    {
        var names = FieldListing.Names().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(names, name => Assert.True(FieldTable.TryFind(name, out _)));
        var (text, markdown, json) = (FieldListing.Text(), FieldListing.Markdown(), FieldListing.Json());
        Assert.All(names, name =>
        {
            Assert.Contains("\n" + name, text, StringComparison.Ordinal);
            Assert.Contains($"`{name}` |", markdown, StringComparison.Ordinal);
            Assert.Contains($"\"name\": \"{name}\"", json, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_system_call_is_listed_once_per_direction()
    {
        var lines = EventListing.Text().Split('\n');
        foreach (var syscall in SyscallTable.All.Where(syscall => syscall.IsGeneric && syscall.Name == "getpid"))
            Assert.Equal(2, lines.Count(line => line[Math.Min(2, line.Length)..].StartsWith(syscall.Name + "(", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_source_that_no_field_has_is_unknown()
    {
        Assert.True(FieldListing.IsSource("syscall"));
        Assert.False(FieldListing.IsSource("nope"));
        Assert.Equal("", FieldListing.Names("nope"));
    }

    [Fact]
    public void Only_the_container_plugin_is_there()
    {
        Assert.StartsWith("Name: container\n", PluginListing.Info("container"), StringComparison.Ordinal);
        Assert.Null(PluginListing.Info("json"));
    }
}
