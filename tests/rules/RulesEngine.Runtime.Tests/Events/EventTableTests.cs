using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Runtime.Tests.Events;

public class EventTableTests
{
    [Fact]
    public void Every_code_has_its_definition()
    {
        Assert.Equal(EventTable.Count, EventTable.All.Length);
        for (var code = 0; code < EventTable.Count; code++) Assert.Equal(code, EventTable.All[code].Code);
    }

    [Fact]
    public void The_numbers_of_old_unused_and_current_events_are_those_of_the_schema()
    {
        Assert.Equal(223, EventTable.All.Count(definition => definition.Flags.HasFlag(EventFlags.OldVersion)));
        Assert.Equal(35, EventTable.All.Count(definition => definition.Flags.HasFlag(EventFlags.Unused)));
        Assert.Equal(196, EventTable.All.Count(definition => definition.IsCurrent));
        Assert.Equal(3, EventTable.All.Count(definition => definition.IsLarge));
    }

    [Fact]
    public void Parameters_carry_type_format_names_and_directory()
    {
        var openat = EventTable.All[EventCodes.OpenAtExit];
        Assert.Equal("openat", openat.Name);
        Assert.Equal(EventCategory.File, openat.Category);
        Assert.Equal(EventOrigin.Syscall, openat.Origin);
        var name = openat.Params[openat.IndexOfParam("name"u8)];
        Assert.Equal(FieldType.FsRelPath, name.Type);
        Assert.Equal("dirfd", openat.Params[name.DirectoryParam].Name);
        var flags = openat.Params[openat.IndexOfParam("flags"u8)];
        Assert.Equal(ParamFormat.Hexadecimal, flags.Format);
        Assert.Equal("O_LARGEFILE", flags.Flags!.Entries[0].Name);
        Assert.Equal(-1, openat.IndexOfParam("nope"u8));
    }

    [Fact]
    public void A_dynamic_parameter_names_its_variants()
    {
        var setsockopt = EventTable.All[EventCodes.SetSockOptExit];
        var value = setsockopt.Params[setsockopt.IndexOfParam("val"u8)];
        Assert.Equal(FieldType.Dyn, value.Type);
        Assert.Equal(
            [FieldType.ByteBuf, FieldType.Errno, FieldType.UInt32, FieldType.UInt64, FieldType.RelTime],
            value.Variants.Select(variant => variant.Type));
    }

    [Fact]
    public void A_name_finds_all_its_versions()
    {
        Assert.Equal(16, EventTable.CodesByName("execve").Length);
        Assert.Empty(EventTable.CodesByName("NA"));
        Assert.Empty(EventTable.CodesByName("no such event"));
    }

    [Fact]
    public void Every_named_code_is_the_code_of_an_event_whose_identifier_has_the_same_words()
    {
        var fields = typeof(EventCodes).GetFields();
        Assert.NotEmpty(fields);
        foreach (var field in fields)
        {
            var definition = EventTable.All[(ushort)field.GetValue(null)!];
            var words = definition.Identifier.Split('_').Where(word => !int.TryParse(word, out _)).ToList();
            if (words[0] is "SYSCALL" or "SOCKET" && words.Count > 2) words.RemoveAt(0);
            var direction = words[^1] == "X" ? "EXIT" : "ENTER";
            words[^1] = "";
            var plain = string.Concat(words).Replace("EVENT", "", StringComparison.Ordinal);
            var given = field.Name.ToUpperInvariant().Replace("EVENT", "", StringComparison.Ordinal);
            if (definition.Code == EventCodes.ContainerJson2) plain += "2";
            Assert.True(given == plain || given == plain + direction, $"{field.Name} is {definition.Identifier}");
        }
    }

    [Fact]
    public void Syscall_numbers_are_dense_and_lead_to_their_events()
    {
        Assert.Equal(454, SyscallTable.All.Length);
        for (var i = 0; i < SyscallTable.All.Length; i++) Assert.Equal(i, SyscallTable.All[i].Number);
        Assert.True(SyscallTable.TryFind("openat", out var openat));
        Assert.Equal(EventCodes.OpenAtExit, openat!.EventCode);
        Assert.True(SyscallTable.TryFind("getrusage", out var getrusage));
        Assert.Equal(EventCodes.GenericExit, getrusage!.EventCode);
        Assert.True(getrusage.IsGeneric);
        Assert.Equal("unknown", SyscallTable.Get(100_000).Name);
    }
    [Fact]
    public void Native_numbers_lead_to_the_call_of_the_same_name()
    {
        Assert.Equal("fadvise64", SyscallTable.FromNative(221).Name);
        Assert.Equal("openat", SyscallTable.FromNative(257).Name);
        Assert.Equal("openat", SyscallTable.FromNative(56, SyscallNumbering.Arm64).Name);
        Assert.Equal("unknown", SyscallTable.FromNative(-1).Name);
        Assert.Equal("unknown", SyscallTable.FromNative(1_000_000).Name);
    }
}
