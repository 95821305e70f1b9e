using RulesEngine.Compiler.Checking;
using RulesEngine.Compiler.Indexing;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Explaining;
using RulesEngine.Runtime.Matching;
using RulesEngine.Runtime.State;
using RulesEngine.Runtime.Tests.Matching;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Runtime.Tests.Evaluation;

public sealed class ConditionExplainerTests
{
    [Fact]
    public void The_explanation_of_a_stock_rule_says_what_the_index_says_on_every_event()
    {
        var rules = StockRules.Load();
        var index = MatchIndex.Build(MatchPlanner.Plan([.. rules.Select(item => item.Rule)]));
        var explainers = rules.Select(item => new ConditionExplainer(item.Rule.Condition)).ToArray();
        var found = new int[rules.Length];
        var matches = 0;
        Captures.Play("synthetic_scenario", context =>
        {
            var matching = found[..index.Match(context, RuleMatching.All, found)];
            for (var rule = 0; rule < rules.Length; rule++)
            {
                if (!rules[rule].Rule.EventCodes.Contains(context.Code)) continue;
                var explanation = explainers[rule].Explain(context);
                Assert.Equal((rules[rule].Name, matching.Contains(rule)), (rules[rule].Name, explanation.Holds));
                context.Scratch.Reset();
            }

            matches += matching.Length;
        });
        Assert.True(matches > 10);
    }

    [Fact]
    public void Every_part_says_what_the_plain_evaluation_of_that_part_says()
    {
        var programs = new Dictionary<ConditionNode, ConditionProgram>(ReferenceEqualityComparer.Instance);
        ConditionExplainer[] explainers =
            [.. RecordedConditions.Load("synthetic_scenario").Where(rule => !AskingOrder.Matters(rule.Condition))
                .Select(rule => new ConditionExplainer(rule.Condition))];
        var parts = 0;
        Captures.Play("synthetic_scenario", context =>
        {
            foreach (var explainer in explainers)
            {
                parts += Check(explainer.Explain(context), context);
                context.Scratch.Reset();
            }
        });
        Assert.True(parts > 100_000);

        int Check(Explanation part, EventContext context)
        {
            if (!programs.TryGetValue(part.Condition, out var program))
                programs.Add(part.Condition, program = ConditionProgram.Compile(part.Condition));
            Assert.Equal((part.Condition, program.Evaluate(context)), (part.Condition, part.Holds));
            return 1 + part.Operands.Sum(operand => Check(operand, context));
        }
    }

    [Fact]
    public void Parts_after_the_one_that_settles_the_answer_are_not_needed()
    {
        var explanation = ExplainFirst("evt.num >= 1 and (evt.num < 0 or evt.num = 0) and (evt.cpu >= 0 or evt.num > 3)");
        Assert.False(explanation.Holds);
        Assert.Equal([true, true, false], explanation.Operands.Select(operand => operand.IsNeeded));
        Assert.Equal([true, true], explanation.Operands[1].Operands.Select(operand => operand.IsNeeded));
        Assert.Equal([true, false], explanation.Operands[2].Operands.Select(operand => operand.Holds));
        Assert.Equal([false, false], explanation.Operands[2].Operands.Select(operand => operand.IsNeeded));
    }

    [Fact]
    public void A_comparison_shows_the_value_of_each_side_and_that_there_is_none()
    {
        Assert.Equal(["2"], ExplainFirst("evt.num > 0").Values);
        Assert.Equal([null], ExplainFirst("fd.name exists and evt.num > 0").Operands[0].Values);
        var both = ExplainFirst("evt.num = val(evt.num)");
        Assert.Equal(["2", "2"], both.Values);
        Assert.True(both.Holds);
    }

    [Fact]
    public void A_field_of_both_ends_of_a_socket_shows_both()
    {
        var explainer = Explainer("fd.ip = 1.1.1.1");
        var seen = new HashSet<string>();
        Captures.Play("synthetic_scenario", context =>
        {
            if (context.Fd is { IsIPv4Socket: true })
                seen.Add(string.Join(" ", explainer.Explain(context).Values));
        });
        Assert.Contains(seen, values => values.Split(' ') is [var client, var server] && client.Contains('.') && server.Contains('.'));
    }

    [Fact]
    public void A_count_goes_on_from_the_events_before_and_is_not_shown()
    {
        var explainer = Explainer("util.cnt = 2");
        var answers = new List<bool>();
        Captures.Play("synthetic_scenario", context =>
        {
            if (answers.Count < 4 && context.Number % 2 == 0) answers.Add(explainer.Evaluate(context));
            else if (answers.Count < 4)
            {
                var explanation = explainer.Explain(context);
                Assert.Empty(explanation.Values);
                answers.Add(explanation.Holds);
            }
        });
        Assert.Equal([false, false, true, false], answers);
    }

    [Fact]
    public void A_comparison_that_ends_the_run_keeps_its_error()
    {
        var explainer = Explainer("fd.port intersects (1) and evt.num > 0");
        var errors = new HashSet<string>();
        Captures.Play("synthetic_scenario", context =>
        {
            var explanation = explainer.Explain(context);
            if (explanation.Operands[0].Error is not { } error) return;
            errors.Add(error);
            Assert.Throws<EvaluationException>(() => explainer.Evaluate(context));
            Assert.False(explanation.Operands[1].IsNeeded);
        });
        Assert.Equal(["filter error: unsupported port comparison operator"], errors);
    }

    private static Explanation ExplainFirst(string condition)
    {
        var explainer = Explainer(condition);
        Explanation? first = null;
        Captures.Play("synthetic_scenario", context => first ??= explainer.Explain(context));
        return first!;
    }

    private static ConditionExplainer Explainer(string condition) =>
        new(ConditionChecker.Check(ConditionParser.Parse(condition).Expression!, CheckOptions.Default).Condition!);
}
