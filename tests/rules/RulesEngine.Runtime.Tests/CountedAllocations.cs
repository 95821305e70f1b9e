namespace RulesEngine.Runtime.Tests;

/// <summary>
/// Tests that count the bytes their thread allocates. They run alone: a collection that another test sets off gives this
/// thread new memory to allocate from, and the rest of the old counts as allocated.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class CountedAllocations
{
    public const string Name = "counted allocations";
}
