namespace RulesEngine.Fuzz;

/// <summary>Choices of a generator.</summary>
internal static class Pick
{
    public static T From<T>(Random random, IReadOnlyList<T> items) => items[random.Next(items.Count)];

    public static bool OneIn(Random random, int chances) => random.Next(chances) == 0;
}
