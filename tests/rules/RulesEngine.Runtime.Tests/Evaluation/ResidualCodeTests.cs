using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Evaluation.Residuals;
using RulesEngine.Runtime.Tests.Matching;
using RulesEngine.Syntax.Grammar;

namespace RulesEngine.Runtime.Tests.Evaluation;

/// <summary>The flat code beside its slow twin, the tree of steps.</summary>
public sealed class ResidualCodeTests
{
    private const int RandomTrees = 400;
    private const int Seed = 20_260_401;

    [Theory]
    [InlineData("synthetic_scenario", 1)]
    [InlineData("synthetic_events_1", 7)]
    public void The_code_of_recorded_conditions_answers_as_their_trees_do(string capture, int every) =>
        Compare(capture, [.. RecordedConditions.Load(capture).Where((_, i) => i % every == 0).Select(rule => rule.Condition)]);

    [Fact]
    public void The_code_of_the_stock_rules_answers_as_their_trees_do() =>
        Compare("synthetic_scenario", [.. StockRules.Load().Select(item => item.Rule.Condition)]);

    [Fact]
    public void Any_nesting_of_and_or_and_not_over_recorded_conditions_answers_as_its_tree_does()
    {
        var random = new Random(Seed);
        var leaves = RecordedConditions.Load("synthetic_scenario").Select(rule => rule.Condition)
            .Where(condition => !AskingOrder.Matters(condition)).ToArray();
        Compare("synthetic_scenario", [.. Enumerable.Range(0, RandomTrees).Select(_ => Tree(random, leaves, depth: 4))]);
    }

    [Fact]
    public void Empty_conjunctions_hold_and_empty_disjunctions_do_not()
    {
        ConditionNode always = new AndNode([]);
        ConditionNode never = new OrNode([]);
        ConditionNode notNever = new NotNode(never);
        var code = ResidualCode.Compile([always, never, notNever]);
        Captures.Play("synthetic_scenario", context =>
        {
            Assert.True(code.Holds(code.EntryOf(always), context));
            Assert.False(code.Holds(code.EntryOf(never), context));
            Assert.True(code.Holds(code.EntryOf(notNever), context));
            Assert.True(code.Holds(code.EntryOf(null), context));
        });
    }

    [Fact]
    public void Equal_comparisons_share_an_answer_until_the_next_event_begins()
    {
        var one = Check("proc.name = cat and evt.num > 0");
        var other = Check("proc.name = cat or fd.num = 77");
        var code = ResidualCode.Compile([one, other]);
        var holds = new List<bool>();
        Captures.Play("synthetic_scenario", context =>
        {
            if (context.Thread is null) return;
            code.Begin();
            code.Holds(code.EntryOf(one), context);
            var kept = context.Thread.Comm;
            context.Thread.Comm = "cat"u8.ToArray();
            holds.Add(code.Holds(code.EntryOf(other), context));
            code.Begin();
            Assert.True(code.Holds(code.EntryOf(other), context));
            context.Thread.Comm = kept;
        });
        Assert.Contains(false, holds);
    }

    [Fact]
    public void A_comparison_that_counts_how_often_it_was_asked_is_asked_wherever_it_stands()
    {
        var one = Check("util.cnt >= 1");
        var other = Check("util.cnt >= 1");
        var code = ResidualCode.Compile([one, other, one]);
        var asked = 0;
        Captures.Play("synthetic_scenario", context =>
        {
            code.Begin();
            Assert.Equal(asked > 0, code.Holds(code.EntryOf(one), context));
            Assert.Equal(asked > 0, code.Holds(code.EntryOf(other), context));
            asked++;
        });
        Assert.True(asked > 2);
    }

    [Fact]
    public void What_can_fail_is_asked_in_the_written_order()
    {
        // The refused comparison would be the cheaper one; the text before it is never true, so it is never reached.
        var guarded = Check("proc.cmdline contains 'in no command line' and fd.port intersects (1)");
        var bare = Check("fd.port intersects (1) and proc.cmdline contains 'in no command line'");
        var code = ResidualCode.Compile([guarded, bare]);
        var failures = 0;
        Captures.Play("synthetic_scenario", context =>
        {
            code.Begin();
            Assert.False(code.Holds(code.EntryOf(guarded), context));
            try
            {
                code.Holds(code.EntryOf(bare), context);
            }
            catch (EvaluationException)
            {
                failures++;
            }
        });
        Assert.True(failures > 0);
    }

    [Fact]
    public void An_instruction_takes_sixteen_bytes() => Assert.Equal(16, Unsafe.SizeOf<Instruction>());

    private static void Compare(string capture, ImmutableArray<ConditionNode> conditions)
    {
        var code = ResidualCode.Compile(conditions);
        var plain = conditions.Select(ConditionProgram.Compile).ToArray();
        var truths = 0;
        Captures.Play(capture, context =>
        {
            code.Begin();
            for (var i = 0; i < plain.Length; i++)
            {
                var mark = context.Scratch.Mark;
                var expected = plain[i].Evaluate(context);
                if (code.Holds(code.EntryOf(conditions[i]), context) != expected)
                    Assert.Fail($"{capture} event {context.Number} (seed {Seed}): {conditions[i]} should be {expected}");
                context.Scratch.Rewind(mark);
                truths += expected ? 1 : 0;
            }
        });
        Assert.True(truths > 0);
    }

    private static ConditionNode Tree(Random random, ConditionNode[] leaves, int depth)
    {
        if (depth == 0 || random.Next(4) == 0) return leaves[random.Next(leaves.Length)];
        ImmutableArray<ConditionNode> operands =
            [.. Enumerable.Range(0, 1 + random.Next(3)).Select(_ => Tree(random, leaves, depth - 1))];
        return random.Next(3) switch
        {
            0 => new AndNode(operands),
            1 => new OrNode(operands),
            _ => new NotNode(operands[0]),
        };
    }

    private static ConditionNode Check(string text) =>
        ConditionChecker.Check(ConditionParser.Parse(text).Expression!, CheckOptions.Default).Condition!;
}
