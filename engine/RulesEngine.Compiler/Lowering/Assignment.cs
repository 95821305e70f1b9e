namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Where a comparison ends up: on a dimension, as a known truth, or nowhere, with the reason in words that follow
/// "because".
/// </summary>
public readonly record struct Assignment
{
    private Assignment(DimensionPredicate? predicate, bool? known, string? obstacle)
    {
        Predicate = predicate;
        Truth = known;
        Obstacle = obstacle;
    }

    public DimensionPredicate? Predicate { get; }

    public bool? Truth { get; }

    public string? Obstacle { get; }

    public static Assignment Known(bool truth) => new(null, truth, null);

    public static Assignment Not(string obstacle) => new(null, null, obstacle);

    /// <summary>The predicate, or the obstacle where there is none.</summary>
    public static Assignment Of(DimensionPredicate? predicate, string obstacle) =>
        predicate is null ? Not(obstacle) : new Assignment(predicate, null, null);
}
