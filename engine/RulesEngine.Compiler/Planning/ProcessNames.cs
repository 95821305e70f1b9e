using System.Text;
using RulesEngine.Compiler.Lowering;
using RulesEngine.Runtime.Evaluation;

namespace RulesEngine.Compiler.Planning;

/// <summary>
/// Finds names that no process can have, since the kernel keeps 15 bytes. In a rule that only alerts this costs an
/// alert; in one that refuses, an exception that never applies refuses a program it was meant to spare.
/// </summary>
internal static class ProcessNames
{
    private const int MostBytes = 15;

    /// <summary>The fields and names of comparisons for equality that are never true.</summary>
    public static IEnumerable<(string Field, string Name)> NeverEqual(ConditionNode condition) =>
        ConditionRewriter.Leaves(condition)
            .Where(leaf => ConstantComparison.FieldOf(leaf)?.Text is "proc.name" or "proc.pname")
            .Where(leaf => leaf.Operator
                is ComparisonOperator.Equal or ComparisonOperator.NotEqual or ComparisonOperator.In)
            .SelectMany(leaf => leaf.Constants.Where(constant => constant.Text.Length > MostBytes)
                .Select(constant => (ConstantComparison.FieldOf(leaf)!.Text,
                    Encoding.UTF8.GetString(constant.Text.Span))))
            .Distinct();

    /// <summary>What the kernel keeps of a name.</summary>
    public static string Cut(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name).AsSpan(0, MostBytes));
}
