using RulesEngine.Compiler.Checking;
using RulesEngine.Runtime.Evaluation.Given;
using RulesEngine.Runtime.Fields;

namespace RulesEngine.Host.Commands;

/// <summary>
/// An event from the words of a command line: <c>evt.type=openat fd.name=/etc/shadow</c>. A field that takes a list is
/// given once for each of its values.
/// </summary>
internal static class GivenArguments
{
    private const string Type = "evt.type";

    /// <exception cref="UserErrorException">A word is no field with a value, or the event has no type.</exception>
    public static GivenEvent Read(IEnumerable<string> words)
    {
        var given = words.Select(Cut).ToList();
        var type = given.Find(item => item.Name == Type).Value
            ?? throw new UserErrorException($"the event has no type: give one with --field {Type}=NAME");
        var result = GivenEvent.Of(type) ?? throw new UserErrorException($"there is no event type \"{type}\"");
        foreach (var field in given.Where(item => item.Name != Type)
            .GroupBy(item => item.Name, item => item.Value, StringComparer.Ordinal))
        {
            var reference = FieldOf(field.Key);
            if (field.Count() > 1 && !GivenEvent.TakesList(reference))
                throw new UserErrorException($"{field.Key} is given twice");
            if (result.Set(reference, [.. field]) is { } error)
                throw new UserErrorException($"{field.Key} {error}");
        }

        return result;
    }

    private static (string Name, string Value) Cut(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? (word[..equals], word[(equals + 1)..])
            : throw new UserErrorException($"\"{word}\" is not of the form FIELD=VALUE");
    }

    private static FieldReference FieldOf(string name)
    {
        var (field, error) = FieldSpelling.Read(name);
        if (error is not null)
            throw new UserErrorException($"{name}: {error}");
        return field ?? throw new UserErrorException(
            $"there is no field {name}{(FieldSpelling.Guess(name) is { } near ? $"; did you mean {near}?" : "")}");
    }
}
