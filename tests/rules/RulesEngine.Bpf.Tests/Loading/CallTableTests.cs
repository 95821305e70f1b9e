using System.Text.RegularExpressions;
using RulesEngine.Bpf.Loading;
using RulesEngine.Runtime.Events;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Bpf.Tests.Loading;

/// <summary>The lines <c>RE_WATCH(name, event, about, parameters...)</c> of <c>bpf/hooks</c> against the event table.</summary>
public sealed partial class CallTableTests
{
    public static TheoryData<string, string> Lines => [.. Read()];

    [Theory]
    [MemberData(nameof(Lines))]
    public void A_line_lays_its_parameters_out_as_the_event_table_does(string name, string line)
    {
        var arguments = Split(line);
        var code = ushort.Parse(arguments[0]);
        var definition = EventTable.All[code];
        Assert.Equal(name, definition.Name);
        Assert.True(definition is { IsExit: true, IsCurrent: true }, $"{code} is no current exit event");
        var parameters = arguments[2..];
        Assert.Equal(definition.Params.Length, parameters.Count);
        for (var i = 0; i < parameters.Count; i++)
        {
            if (WidthOf(parameters[i]) is { } width)
                Assert.True(width == WidthOf(definition.Params[i].Type), $"{definition.Params[i].Name} is {definition.Params[i].Type}, written by {parameters[i]}");
        }
    }

    [Fact]
    public void Every_line_is_a_program_of_the_list()
    {
        var names = ProgramSpec.All.Select(program => program.Name).ToHashSet();
        Assert.All(Read(), line => Assert.Contains("watch_" + line.Item1, names));
        Assert.True(Read().Count() > 100);
    }

    /// <summary>Bytes that a macro writes; 0 for those of any length, null for functions that know their own.</summary>
    private static int? WidthOf(string macro) => macro.Split('(')[0] switch
    {
        "RESULT" or "FD" or "PID" or "U64" or "VALUE64" or "PIPE_END" or "PAIR_END" or "CAPABILITIES" => 8,
        "OF_MESSAGE" or "OF_MESSAGES" => 8,
        "U32" or "VALUE32" or "RING" or "RING_FLAGS" or "MEMORY_SIZE" or "MEMORY_RESIDENT" or "MEMORY_SWAPPED" => 4,
        "U16" or "VALUE16" => 2,
        "U8" or "VALUE8" => 1,
        "TEXT" or "BYTES" or "MESSAGE_BYTES" or "SOCKADDR" or "SENT_TO" or "CAME_FROM" or "EMPTY" => 0,
        _ => null,
    };

    private static int WidthOf(FieldType type) => type switch
    {
        FieldType.Int8 or FieldType.UInt8 or FieldType.Flags8 or FieldType.EnumFlags8 or FieldType.SigType => 1,
        FieldType.Int16 or FieldType.UInt16 or FieldType.Flags16 or FieldType.EnumFlags16 => 2,
        FieldType.Int32 or FieldType.UInt32 or FieldType.Flags32 or FieldType.EnumFlags32 or FieldType.Uid or FieldType.Gid
            or FieldType.Mode => 4,
        FieldType.Int64 or FieldType.UInt64 or FieldType.Errno or FieldType.Fd or FieldType.Pid => 8,
        _ => 0,
    };

    private static IEnumerable<(string, string)> Read() =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "bpf", "hooks"), "calls_*.c")
        from Match match in Line().Matches(File.ReadAllText(file))
        select (match.Groups["name"].Value, match.Groups["rest"].Value);

    /// <summary>At the commas outside of parentheses.</summary>
    private static List<string> Split(string line)
    {
        var parts = new List<string> { "" };
        var depth = 0;
        foreach (var letter in line)
        {
            depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
            if (letter == ',' && depth == 0)
                parts.Add("");
            else
                parts[^1] += letter;
        }
        return [.. parts.Select(part => part.Trim())];
    }

    [GeneratedRegex(@"^RE_WATCH(_BARE)?(_OF)?\((?<name>\w+),(?(2)\s*\w+,)(?<rest>[^;]*?)\)\n(?=\n|RE_|\z)", RegexOptions.Multiline)]
    private static partial Regex Line();
}
