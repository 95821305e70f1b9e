using System.Diagnostics;

namespace RulesEngine.Host.Tests;

/// <summary>What a run of the executable left behind.</summary>
internal sealed record Outcome(int Exit, string Output, string Errors);

/// <summary>The executable as a user starts it, in a process of its own. Nothing here needs rights or a kernel.</summary>
internal static class Engine
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "rulesengine");

    public static string Root => WorkingTree.Root;

    public static string Corpus => WorkingTree.Corpus;

    public static Outcome Run(params string[] arguments) => Run(Executable, arguments);

    /// <summary>The same with its standard output going into a file or device.</summary>
    public static Outcome RunInto(string path, params string[] arguments) =>
        Run("/bin/sh", ["-c", "target=$1; shift; exec \"$@\" > \"$target\"", "sh", path, Executable, .. arguments]);

    private static Outcome Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Root,
        };
        start.Environment["TZ"] = "UTC";
        start.Environment["FALCO_HOSTNAME"] = "testhost";
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), "the process does not end");
        return new Outcome(process.ExitCode, output, errors.Result);
    }
}

/// <summary>A folder for one test's files.</summary>
internal sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("rulesengine-test-").FullName;

    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
