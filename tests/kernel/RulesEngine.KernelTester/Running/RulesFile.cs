using System.Text;
using RulesEngine.KernelTester.Model;

namespace RulesEngine.KernelTester.Running;

/// <summary>The rules of many scenarios as one rules file.</summary>
internal static class RulesFile
{
    public static string Write(IEnumerable<(Scenario Scenario, Workspace Workspace)> suite)
    {
        var text = new StringBuilder();
        foreach (var (scenario, workspace) in suite)
        {
            for (var i = 0; i < scenario.Rules.Length; i++)
                Append(text, scenario.RuleName(i), scenario.Rules[i], workspace);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, RuleText rule, Workspace workspace)
    {
        text.Append("- rule: \"").Append(name).Append("\"\n  desc: \"").Append(name).Append("\"\n")
            .Append("  condition: >\n    ").Append(workspace.Fill(rule.Condition)).Append('\n')
            .Append("  output: \"%proc.name\"\n  priority: WARNING\n")
            .Append("  action: ").Append(rule.Action).Append('\n');
        if (rule.Errno is not null)
            text.Append("  errno: ").Append(rule.Errno).Append('\n');
        if (rule.Monitor)
            text.Append("  mode: monitor\n");
        text.Append('\n');
    }
}
