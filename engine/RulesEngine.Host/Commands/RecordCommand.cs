using RulesEngine.Bpf;
using RulesEngine.Compat.Scap;
using RulesEngine.Host.Sessions;

namespace RulesEngine.Host.Commands;

/// <summary>
/// <c>rulesengine record</c>: processes, opens and connections of this machine as a capture that this engine, Falco and
/// sysdig read. Nothing is enforced meanwhile.
/// </summary>
internal static class RecordCommand
{
    public static int Run(string output, double seconds)
    {
        using var file = Create(output);
        using var writer = CaptureWriter.Create(file, CaptureCompression.Gzip);
        using var stop = new StopSignal();
        var recording = Recording.Start(new KernelGuardOptions(ObjectFile.Find()) { PinFolder = "/sys/fs/bpf/rulesengine-record" }, writer, out var refusal);
        if (recording is null)
            throw new UserErrorException(refusal!.ToString());
        Console.Error.WriteLine($"recording to {output}; SIGINT ends it");
        stop.Wait(seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan);
        recording.Dispose();
        Console.Error.WriteLine($"{recording.Events} events written to {output}");
        return 0;
    }

    private static FileStream Create(string output)
    {
        try
        {
            return File.Create(output);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not create {output}: {error.Message}", error);
        }
    }
}
