using CsCheck;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Tests.Support;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Matching;

namespace RulesEngine.Compiler.Tests.Lowering;

public sealed class ClauseCoverProperties
{
    [Fact]
    public void Clauses_hold_exactly_where_the_condition_holds_whichever_dimensions_are_used()
    {
        var exact = 0;
        var wide = 0;
        Gen.Select(KernelCases.Condition, KernelCases.Subject.Array[40], Gen.ULong).Sample(
            (condition, subjects, dimensions) =>
            {
                var pool = new FormulaPool();
                var guarded = GuardedEvent.All.Single(candidate => candidate.Code == subjects[0].EventCode);
                var seen = KernelView.Of(condition, guarded).Condition;
                var formula = pool.From(seen, leaf => KernelDimensions.Assign(leaf, guarded).Predicate);
                var clauses = ClauseCover.Exact(pool, formula, 64, dimensions);
                Interlocked.Increment(ref clauses is null ? ref wide : ref exact);
                clauses ??= [ClauseCover.Around(pool, formula, dimensions)];
                foreach (var subject in subjects.Where(subject => subject.EventCode == guarded.Code))
                {
                    var holding = clauses.Value.Count(clause => Holds(clause, subject));
                    var expected = PlainEvaluation.Holds(condition, field => KernelCases.ValueOf(subject, field));
                    Assert.True(
                        holding == (expected ? 1 : 0),
                        $"{holding} of {clauses.Value.Length} clauses hold, the condition {expected}: {Conditions.Print(condition)}");
                }
            },
            iter: 4000);
        Assert.True(exact > 1000);
    }

    [Fact]
    public void A_chain_of_exceptions_needs_about_as_many_clauses_as_exceptions()
    {
        var exceptions = Enumerable.Range(0, 12).Select(i => Conditions.Not(Conditions.And(
            Conditions.Leaf("proc.name", ComparisonOperator.Equal, $"p{i}"),
            Conditions.Leaf("fd.name", ComparisonOperator.StartsWith, $"/f{i}"))));
        var pool = new FormulaPool();
        var guarded = GuardedEvent.Find("open")!;
        var formula = pool.From(Conditions.And([.. exceptions]), leaf =>
            KernelDimensions.Assign(leaf, guarded).Predicate);
        Assert.Equal(13, ClauseCover.Exact(pool, formula, 256)!.Value.Length);
    }

    private static bool Holds(Clause clause, KernelSubject subject) =>
        clause.Constraints.All(constraint => Allows(constraint, subject))
        && PlainEvaluation.Holds(clause.Residual, field => KernelCases.ValueOf(subject, field));

    private static bool Allows(DimensionConstraint constraint, KernelSubject subject)
    {
        if (subject.KeyOf(constraint.Dimension.Kernel!.Value) is not { } key)
            return constraint.Missing;
        var value = new Prefix(key, key.Length * 8);
        var around = constraint.Entries.Where(entry => entry.Prefix.Contains(value)).ToArray();
        return around.Length == 0 ? constraint.Default : around.MaxBy(entry => entry.Prefix.Bits).Allowed;
    }
}
