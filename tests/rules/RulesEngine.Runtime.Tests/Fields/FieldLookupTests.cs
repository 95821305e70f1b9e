using System.Text;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Tests.Fields;

public sealed class FieldLookupTests
{
    [Fact]
    public void The_table_holds_every_field_once_with_its_index_as_id()
    {
        Assert.Equal(294, FieldTable.All.Length);
        Assert.Equal(FieldTable.All.Length, FieldTable.All.Select(field => field.Name).Distinct().Count());
        Assert.All(FieldTable.All, field => Assert.Same(field, FieldTable.All[field.Id]));
        Assert.Equal(268, FieldTable.All.Count(field => field.IsListed && field.ClassName != "utils"));
    }

    [Fact]
    public void Every_field_belongs_to_a_class_of_the_listing() =>
        Assert.Empty(FieldTable.All.Select(field => field.ClassName).Except(FieldTable.Classes.Select(c => c.Name)));

    [Fact]
    public void A_field_without_arguments_is_found_by_its_name()
    {
        Assert.All(
            FieldTable.All.Where(field => (field.Flags & FieldFlags.ArgumentRequired) == 0),
            field => Assert.Same(field, FieldTable.Resolve(field.Name).Field?.Definition));
    }

    [Theory]
    [InlineData("proc.aname", "2", 2, "")]
    [InlineData("proc.args", "0", 0, "")]
    [InlineData("evt.arg", "3", 3, "")]
    [InlineData("evt.arg", "-1", -1, "")]
    [InlineData("evt.around", "1700000000000000000", 1700000000000000000, "")]
    [InlineData("proc.env", "0", 0, "")]
    [InlineData("proc.env", "HOME", 0, "HOME")]
    [InlineData("fd.types", "1", 1, "")]
    [InlineData("container.mount", "0", 0, "")]
    [InlineData("container.mount.dest", "/proc*", 0, "/proc*")]
    [InlineData("container.label", "0", 0, "0")]
    public void An_argument_is_an_index_or_a_key(string name, string argument, long index, string key)
    {
        var field = Resolve(name, argument).Field;
        Assert.NotNull(field);
        Assert.True(field.HasArgument);
        Assert.Equal(index, field.Index);
        Assert.Equal(key, field.Key);
        Assert.Equal($"{name}[{argument}]", field.Text);
    }

    [Theory]
    [InlineData("evt.arg.flags", "evt.arg", "flags", FieldType.CharBuf)]
    [InlineData("evt.rawarg.flags", "evt.rawarg", "flags", FieldType.Flags32)]
    [InlineData("evt.rawarg.data", "evt.rawarg", "data", FieldType.ByteBuf)]
    [InlineData("evt.type.is.open", "evt.type.is", "open", FieldType.UInt32)]
    [InlineData("evt.abspath.dst", "evt.abspath", "dst", FieldType.CharBuf)]
    [InlineData("thread.cgroup.cpu", "thread.cgroup", "cpu", FieldType.CharBuf)]
    public void Some_fields_take_their_argument_behind_a_dot(string name, string definition, string key, FieldType type)
    {
        var field = FieldTable.Resolve(name).Field;
        Assert.NotNull(field);
        Assert.Equal(definition, field.Definition.Name);
        Assert.Equal(key, field.Key);
        Assert.Equal(type, field.Type);
        Assert.Equal(name, field.Text);
    }

    [Fact]
    public void Ancestor_minus_one_is_any_ancestor() => Assert.False(Resolve("proc.aname", "-1").Field!.HasArgument);

    [Theory]
    [InlineData("proc.nope", null, "filter_check called with nonexistent field proc.nope")]
    [InlineData("proc.name", "1", "filter_check called with nonexistent field proc.name[1]")]
    [InlineData("proc.aname", "abc", "filter_check called with nonexistent field proc.aname[abc]")]
    [InlineData("proc.aname", "0x1", "filter_check called with nonexistent field proc.aname[0x1]")]
    [InlineData("evt.arg", null, "filter syntax error: evt.arg")]
    [InlineData("evt.argd", null, "filter syntax error: evt.argd")]
    [InlineData("evt.arg", "x", "x is not a valid number")]
    [InlineData("evt.arg.nope", null, "unknown event argument nope")]
    [InlineData("evt.arg.flagsx", null, "filter_check called with nonexistent field evt.arg.flagsx")]
    [InlineData("evt.rawarg", "flags", "evt.arg fields must be expressed explicitly")]
    [InlineData("evt.type.is.x", null, "filter_check called with nonexistent field evt.type.is.x")]
    [InlineData("evt.abspath.x", null, "filter_check called with nonexistent field evt.abspath.x")]
    [InlineData("thread.cgroup", "memory", "filter syntax error: thread.cgroup[memory]")]
    [InlineData("argus.x", null, "filter error: proc.arg filter not implemented yet")]
    [InlineData("container.label", null, "filter 'container.label': container.label requires an argument but none provided")]
    [InlineData("container.id", "0", "filter 'container.id[0]': container.id does not allow nor require an argument but one is provided: 0")]
    public void A_wrong_field_has_Falcos_message(string name, string? argument, string message) =>
        Assert.Equal(message, Resolve(name, argument).Error);

    [Fact]
    public void A_plugins_field_follows_the_plugins_rules_and_gets_an_id_of_its_own()
    {
        var catalog = FieldCatalog.Default.WithFields(
        [
            new FieldDefinition(0, "json.value", FieldType.CharBuf, FieldFlags.ArgumentRequired | FieldFlags.ArgumentKey, "json", ""),
            new FieldDefinition(0, "proc.name", FieldType.UInt64, FieldFlags.None, "json", ""),
        ]);
        Assert.Equal("/a/b", catalog.Resolve("json.value", Bytes("/a/b")).Field!.Key);
        Assert.Equal(FieldTable.All.Length, catalog.Resolve("json.value", Bytes("/a")).Field!.Definition.Id);
        Assert.Contains("requires an argument", catalog.Resolve("json.value").Error);
        Assert.Equal(FieldType.CharBuf, catalog.Resolve("proc.name").Field!.Type);
    }

    private static FieldLookup Resolve(string name, string? argument) =>
        FieldTable.Resolve(name, argument is null ? (ReadOnlyMemory<byte>?)null : Bytes(argument));

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
