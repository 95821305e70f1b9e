using System.Globalization;
using System.Text;
using System.Text.Json;
using RulesEngine.Compat.Scap;
using RulesEngine.Runtime.State;

namespace RulesEngine.Compat.Tests.Scap;

/// <summary>
/// Compares what the state machine knows at every event with the fields that show it, as Falco printed them. Fields are
/// read here directly from the state, so that a difference is one of the state and not of extraction.
/// </summary>
public class StateCorpusTests
{
    private static readonly (string Field, Func<EventContext, string?> Value)[] Checks =
    [
        ("evt.num", context => Number(context.Number)),
        ("evt.rawtime", context => Number((long)context.TimestampNs)),
        ("proc.name", context => Text(context.Thread?.Comm)),
        ("proc.exe", context => Text(context.Thread?.Exe)),
        ("proc.exepath", context => Text(context.Thread?.ExePath)),
        ("proc.args", context => Text(context.Thread?.Args.Joined.ToArray())),
        ("proc.env", context => Text(context.Thread?.Main.Env.Joined.ToArray())),
        ("proc.pid", context => Number(context.Thread?.Pid)),
        ("proc.vpid", context => Number(context.Thread?.PidInNamespace)),
        ("thread.vtid", context => Number(context.Thread?.TidInNamespace)),
        ("proc.pgid", context => Number(context.Thread?.ProcessGroupId)),
        ("proc.vpgid", context => Number(context.Thread?.ProcessGroupIdInNamespace)),
        ("proc.sid", context => Number(context.Thread?.SessionId)),
        ("proc.cwd", context => context.Thread is { } thread ? Text(thread.WorkingDirectory.ToArray()) : null),
        ("proc.tty", context => Number(context.Thread?.Tty)),
        ("proc.fdopencount", context => Number(context.Thread?.MainThread is { } main ? main.Fds.Count : 0)),
        ("proc.fdlimit", context => Number(context.Thread?.MainThread is { } main ? main.FdLimit : 0)),
        ("thread.vmsize", context => Number(context.Thread is { IsMain: false } ? 0 : context.Thread?.VmSizeKb)),
        ("thread.pfmajor", context => Number((long?)context.Thread?.MajorFaults)),
        ("proc.exe_ino", context => Number((long?)context.Thread?.ExeInode)),
        ("user.uid", context => Number(context.Thread?.Uid)),
        ("group.gid", context => Number(context.Thread?.Gid)),
        ("container.id", context => context.Thread is { ContainerId: var id }
            ? id.Length == 0 ? "host" : Text(id)
            : null),
        ("fd.num", context => context.Fd is null ? null : Number(context.FdNumber)),
        ("fd.name", context => Text(context.Fd?.Name)),
        ("fd.ino", context => Number((long?)context.Fd?.Inode)),
        ("fd.name_changed", context => context.Fd is null ? null : Truth(context.FdNameChanged)),
    ];

    [Theory]
    [InlineData("cat_write")]
    [InlineData("curl_google")]
    [InlineData("open-multiple-files")]
    [InlineData("ping_sendto")]
    [InlineData("psp_run_as_user_0_container")]
    [InlineData("sample")]
    [InlineData("single_ipv6_conn")]
    [InlineData("synthetic_scenario")]
    [InlineData("synthetic_events_1")]
    [InlineData("synthetic_events_2")]
    [InlineData("live_stock_incubating")]
    [InlineData("live_syscalls")]
    public void The_state_at_every_event_is_what_Falco_showed(string capture) =>
        Compare(capture, File.OpenRead(CaptureCorpus.CapturePath(capture)));

    [Theory]
    [InlineData("curl_google")]
    [InlineData("psp_run_as_user_0_container")]
    [InlineData("sample")]
    [InlineData("synthetic_events_1")]
    [InlineData("synthetic_scenario")]
    [InlineData("live_stock_incubating")]
    public void A_capture_that_was_written_again_replays_to_the_same_state(string capture)
    {
        foreach (var compression in new[] { CaptureCompression.None, CaptureCompression.Gzip })
        {
            var again = CaptureCorpus.Rewrite(File.OpenRead(CaptureCorpus.CapturePath(capture)), compression);
            Compare(capture, new MemoryStream(again));
        }
    }

    private static void Compare(string capture, Stream stream)
    {
        using var expected = CaptureCorpus.Fields(capture).GetEnumerator();
        var differences = new Dictionary<string, (int Count, string First)>();
        var events = 0;
        CaptureCorpus.Replay(stream, context =>
        {
            events++;
            Assert.True(expected.MoveNext(), $"event {context.Number} is one more than Falco handed to rules");
            var fields = expected.Current.GetProperty("fields");
            foreach (var (field, read) in Checks)
            {
                // Fields that Falco did not show may be unavailable for reasons other than the state.
                if (!fields.TryGetProperty(field, out var value)) continue;
                // Without a descriptor Falco shows other things in these fields, which extraction knows.
                if (field.StartsWith("fd.", StringComparison.Ordinal) && context.Fd is null) continue;
                var ours = read(context);
                var theirs = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
                if (ours == theirs) continue;
                var first = $"event {context.Number} {context.Definition.Name}: ours {ours}, Falco's {theirs}";
                differences[field] = differences.TryGetValue(field, out var seen)
                    ? (seen.Count + 1, seen.First)
                    : (1, first);
            }
        });
        Assert.False(expected.MoveNext(), "Falco handed more events to rules");
        Assert.True(events > 0);
        Assert.True(
            differences.Count == 0,
            string.Join('\n', differences.Select(pair => $"{pair.Key}: {pair.Value.Count}, {pair.Value.First}")));
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);

    private static string Truth(bool value) => value ? "true" : "false";
}
