using System.Collections.Immutable;
using System.Text;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Compiler.Tests.Corpus;
using RulesEngine.Syntax.Diagnostics;

namespace RulesEngine.Compiler.Tests.Planning;

/// <summary>The stage <c>planning</c> of the corpus: rules files with the plans and complaints they lead to.</summary>
public sealed class PlanCorpusTests
{
    private const string Input = "in.yaml";

    public static TheoryData<string> Claims => [.. CorpusCases.Claims("planning")];

    /// <summary>
    /// <c>plan.txt</c> is the table and the kernel's clauses, <c>diagnostics.txt</c> what is complained about.
    /// </summary>
    [Theory]
    [MemberData(nameof(Claims))]
    public void Rules_are_planned_as_their_folder_claims(string claim)
    {
        var (rules, plans, diagnostics) = Plan(claim);
        var text = new StringBuilder(PlanRenderer.ToText(plans, "lsm"));
        foreach (var plan in plans)
        {
            foreach (var clause in plan.Clauses)
                text.Append(plan.Request.Name).Append(": ").Append(ClausePrinter.Print(clause)).Append('\n');
        }

        CorpusCases.Check(
            "planning",
            claim,
            ("plan.txt", text.ToString()),
            ("diagnostics.txt", diagnostics.IsEmpty ? null
                : string.Concat(diagnostics.Select(DiagnosticPrinter.Print))));
        Assert.Equal(rules.Length, plans.Length);
    }

    [Fact]
    public void Every_sort_of_obstacle_that_a_rules_file_can_show_has_a_case()
    {
        var shown = CorpusCases.Claims("planning").SelectMany(claim => Plan(claim).Plans)
            .SelectMany(plan => plan.Events).Where(entry => entry.Reason is not null)
            .Select(entry => entry.Reason!.Kind).ToHashSet();
        // A source of its own needs a plugin, and a condition that is too large is made by a test below.
        Assert.Equal(
            Enum.GetValues<PlanReasonKind>().Except([PlanReasonKind.Source, PlanReasonKind.TooLarge]).Order(), shown
                .Order());
    }

    [Fact]
    public void A_condition_of_many_unrelated_pairs_is_too_large_and_said_to_be()
    {
        var pairs = string.Join(" or ", Enumerable.Range(0, RulePlanner.MostClausesPerRule + 1)
            .Select(i => $"(proc.name = p{i} and fd.name = /f{i})"));
        var (_, plans, diagnostics) = Load(
            $"- rule: many\n  desc: d\n  condition: evt.type = open and ({pairs})\n  output: o\n  priority: INFO\n  action: deny\n");
        var plan = Assert.Single(plans);
        Assert.Equal(PlanReasonKind.TooLarge, Assert.Single(plan.Events).Reason?.Kind);
        Assert.Empty(plan.Clauses);
        Assert.Equal("RE4004", Assert.Single(diagnostics).Kind.Code);
    }

    [Fact]
    public void A_policy_takes_rules_as_long_as_there_is_room_and_names_the_others()
    {
        var rule = "- rule: r{0}\n  desc: d\n  condition: evt.type = open and ({1})\n  output: o\n  priority: INFO\n  action: deny\n";
        var pairs = string.Join(" or ", Enumerable.Range(0, 200)
            .Select(i => $"(proc.name = p{i} and fd.name = /f{i})"));
        var (_, plans, diagnostics) = Load(
            string.Concat(Enumerable.Range(0, 6).Select(i => string.Format(null, rule, i, pairs))));
        var policy = RulePlanner.Policy(plans, out var beyond);
        Assert.Equal(1000, policy.Clauses.Length);
        Assert.Equal(["r5"], beyond.Select(plan => plan.Request.Name));
        Assert.Equal("RE4007", Assert.Single(diagnostics).Kind.Code);
    }

    [Fact]
    public void A_rule_of_a_plugins_source_cannot_refuse()
    {
        const string Text = "- rule: r\n  desc: d\n  condition: evt.type = open\n  output: o\n  priority: INFO\n  action: deny\n";
        var (rules, plans, _) = Load(Text);
        var plan = RulePlanner.Plan(plans[0].Request with { Source = "k8s_audit" });
        var diagnostics = PlanDiagnostics.Of([new(Input, Encoding.UTF8.GetBytes(Text))], rules, [plan], []);
        Assert.Equal("RE4006", Assert.Single(diagnostics).Kind.Code);
    }

    private static (ImmutableArray<CheckedRule> Rules, ImmutableArray<RulePlan> Plans,
        ImmutableArray<Diagnostic> Diagnostics)
        Plan(string claim) => Load(CorpusCases.Read("planning", claim, Input));

    private static (ImmutableArray<CheckedRule> Rules, ImmutableArray<RulePlan> Plans,
        ImmutableArray<Diagnostic> Diagnostics)
        Load(string text)
    {
        RuleFile[] files = [new(Input, Encoding.UTF8.GetBytes(text))];
        var loaded = RuleSetLoader.Load(files);
        Assert.True(loaded.IsUsable, string.Join('\n', loaded.Diagnostics.Select(DiagnosticPrinter.Print)));
        ImmutableArray<RulePlan> plans =
        [
            .. loaded.Rules.Select(rule => RulePlanner.Plan(new PlanRequest(
                rule.Name, rule.Rule.Source, rule.Condition, [.. rule.EventCodes.Codes()], rule.Rule.ActionWords,
                    rule.Rule.Errno,
                rule.Rule.Mode == EnforcementMode.Monitor))),
        ];
        RulePlanner.Policy(plans, out var beyond);
        return (loaded.Rules, plans, PlanDiagnostics.Of(files, loaded.Rules, plans, beyond));
    }
}
