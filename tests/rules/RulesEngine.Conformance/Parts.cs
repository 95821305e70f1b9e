namespace RulesEngine.Conformance;

/// <summary>The parts in the order they run. A part is a file of its own and one line here.</summary>
internal static class Parts
{
    public static IReadOnlyList<IConformancePart> All { get; } =
    [
        new ErrorsPart(),
        new LoaderPart(),
        new DescribePart(),
        new SurfacePart(),
        new CompilePart(),
        new FieldsPart(),
        new ConditionsPart(),
        new AlertsPart(),
    ];
}
