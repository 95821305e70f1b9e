namespace RulesEngine.Runtime.Evaluation.Residuals;

/// <summary>
/// Puts the cheap operands of every <c>and</c> and <c>or</c> first, and those of equal cost that read the same value
/// beside each other. Meaning is preserved because truth is two-valued and the comparisons of the conditions given
/// here change nothing: the order decides only which of them need not be asked.
/// </summary>
internal static class CheapFirst
{
    // About how many nanoseconds reading takes, by where the value is; then, what the operator adds.
    private const int Event = 1;
    private const int Process = 2;
    private const int Parent = 4;
    private const int Table = 6;
    private const int Composed = 12;
    private const int Ancestors = 40;
    private const int Search = 6;
    private const int Pattern = 40;

    public static ConditionNode Order(ConditionNode condition) => condition switch
    {
        AndNode and => new AndNode([.. Sort(and.Operands)]),
        OrNode or => new OrNode([.. Sort(or.Operands)]),
        NotNode not => new NotNode(Order(not.Operand)),
        _ => condition,
    };

    private static IEnumerable<ConditionNode> Sort(IEnumerable<ConditionNode> operands) =>
        operands.Select(Order).OrderBy(Cost).ThenBy(FieldOf, StringComparer.Ordinal);

    private static string FieldOf(ConditionNode condition) =>
        condition is ComparisonNode { Left: FieldSource field } ? field.Field.Text : "";

    /// <summary>What asking costs when everything in it is asked.</summary>
    private static int Cost(ConditionNode condition) => condition switch
    {
        AndNode and => and.Operands.Sum(Cost),
        OrNode or => or.Operands.Sum(Cost),
        NotNode not => Cost(not.Operand),
        ComparisonNode leaf => Cost(leaf.Left) + (leaf.Right is { } right ? Cost(right) : 0) + Cost(leaf.Operator),
        _ => 0,
    };

    private static int Cost(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Contains or ComparisonOperator.BContains or ComparisonOperator.IContains => Search,
        ComparisonOperator.Regex or ComparisonOperator.Glob or ComparisonOperator.IGlob
            or ComparisonOperator.PMatch => Pattern,
        _ => Event,
    };

    private static int Cost(ValueSource source) => source switch
    {
        TransformerSource transformer => Composed + transformer.Inputs.Sum(Cost),
        ListSource list => Composed + list.Items.Sum(Cost),
        FieldSource field => Cost(field.Field.Definition.Name, field.Field.HasArgument),
        _ => Event,
    };

    private static int Cost(string field, bool hasArgument) => field switch
    {
        "proc.aname" or "proc.aexe" or "proc.aexepath" or "proc.apid" or "proc.acmdline" or "proc.aenv" =>
            hasArgument ? Parent : Ancestors,
        "proc.cmdline" or "proc.pcmdline" or "proc.exeline" or "proc.env" => Composed,
        "proc.pname" or "proc.pexe" or "proc.pexepath" or "proc.ppid" or "proc.pvpid" => Parent,
        "evt.type" or "fd.num" or "fd.typechar" => Event,
        _ => field[..Math.Max(field.IndexOf('.', StringComparison.Ordinal), 0)] switch
        {
            "proc" or "thread" or "fd" => Process,
            "evt" => field.StartsWith("evt.is_", StringComparison.Ordinal) || field is "evt.dir" or "evt.rawres"
                ? Event : Composed,
            _ => Table,
        },
    };
}
