using System.Text;
using RulesEngine.Bpf.Abi;
using RulesEngine.Compiler.Loading;
using RulesEngine.Host.Rules;
using RulesEngine.Host.Sessions;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Host.Tests;

public sealed class LiveEventsTests
{
    [Theory]
    [InlineData("evt.type=unlink", "%proc.name", "unlink", "chdir setuid close")]
    [InlineData("evt.type=unlink", "%fs.path.name", "chdir fchdir chroot", "setuid")]
    [InlineData("evt.type=unlink and user.uid=5", "%proc.name", "setuid setresuid", "chdir")]
    [InlineData("evt.type=unlink and proc.fdopencount > 5", "%proc.name", "close dup2 socket", "read")]
    [InlineData("proc.name=x", "%proc.name", "execve clone procexit", "unlink read")]
    public void Events_are_those_that_rules_name_and_their_fields_need(string condition, string output, string watched, string left)
    {
        var needed = LiveEvents.Needed(Rules(condition, output)).Codes;
        Assert.All(watched.Split(' '), name => Assert.True(Contains(needed, name), name));
        Assert.All(left.Split(' '), name => Assert.False(Contains(needed, name), name));
    }

    [Theory]
    [InlineData("evt.type=sendto and (fd.typechar=4 or fd.typechar=6)", true)]
    [InlineData("evt.type=sendto and fd.type in (ipv4, ipv6)", true)]
    [InlineData("evt.type in (recvfrom, connect) and fd.sport=80", true)]
    [InlineData("evt.type=connect", true)]
    [InlineData("evt.type=sendto", false)]
    [InlineData("evt.type=sendto and not fd.sport=80", false)]
    [InlineData("evt.type=sendmsg and (fd.typechar=4 or proc.name=x)", false)]
    [InlineData("evt.type=recvmsg and fd.typechar != 4", false)]
    [InlineData("evt.type=recvmsg and fd.type=unix", false)]
    public void Traffic_of_unix_sockets_is_skipped_where_no_rule_could_hold(string condition, bool skipped) =>
        Assert.Equal(skipped ? ReSkip.UnixTraffic : ReSkip.None, LiveEvents.Needed(Rules(condition, "%proc.name")).Skipped);

    private static bool Contains(EventCodeSet codes, string name) => EventTable.CodesByName(name).Any(codes.Contains);

    private static ActiveRules Rules(string condition, string output)
    {
        var file = new RuleFile("rules.yaml", Encoding.UTF8.GetBytes($"""
            - rule: one
              desc: One rule.
              condition: {condition}
              output: "{output}"
              priority: WARNING
            """));
        var set = RuleSetLoader.Load([file]);
        Assert.True(set.IsUsable);
        return ActiveRules.Prepare([file], set, ActionsBy.Kernel, monitorOnly: false);
    }
}
