namespace RulesEngine.Fuzz;

/// <summary>
/// A reader of untrusted input. Whatever the bytes, it returns in time and throws nothing: a wrong input is an answer.
/// </summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Valid inputs that mutations start from; none where they are not at hand.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>Words of the format, for mutations that stay close to validity.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>An input of the format made up from its grammar, or null where only seeds will do.</summary>
    byte[]? Make(Random random) => null;

    void Read(byte[] input);
}
