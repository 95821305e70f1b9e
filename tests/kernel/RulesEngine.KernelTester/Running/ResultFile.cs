using System.Text.Json;

namespace RulesEngine.KernelTester.Running;

/// <summary>
/// The results, one JSON object a line, written through at once: a guest that dies later keeps them on its console,
/// where each is said too.
/// </summary>
/// <param name="path">The file; results are appended.</param>
/// <param name="subject">What was tested: it stands before each name.</param>
internal sealed class ResultFile(string path, string subject) : IDisposable
{
    private readonly FileStream _file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);

    public int Failed { get; private set; }

    public void Passed(string name) => Write(name, "passed", "");

    public void Skipped(string name, string reason) => Write(name, "skipped", reason);

    public void Fail(string name, string reason)
    {
        Failed++;
        Write(name, "failed", reason);
    }

    public void Dispose() => _file.Dispose();

    private void Write(string name, string outcome, string reason)
    {
        name = $"{subject}: {name}";
        Console.WriteLine(reason.Length == 0 ? $"{outcome}: {name}" : $"{outcome}: {name}: {reason}");
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("outcome", outcome);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        _file.Write(line.GetBuffer(), 0, (int)line.Length);
    }
}
