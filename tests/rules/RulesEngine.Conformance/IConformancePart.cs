namespace RulesEngine.Conformance;

/// <summary>
/// One kind of answer compared with Falco's. A part reads its files under the corpus and tells the report of every case;
/// it decides nothing about floors and exclusions.
/// </summary>
internal interface IConformancePart
{
    /// <summary>The word on the command line and in the floors: <c>errors</c>.</summary>
    string Name { get; }

    void Run(string corpus, Report report);
}
