using System.Diagnostics;

namespace RulesEngine.Outputs.Sinks;

/// <summary>
/// Writes each alert as a line to the standard input of a shell command. Without keep-alive a command is started for
/// each alert and waited for; with it, one command takes them all and is started again after it ended. Lines are never held back.
/// </summary>
public sealed class ProgramSink(string command, SinkLifetime lifetime) : IAlertSink
{
    private Process? _process;

    public string Name => "program";

    public void Write(in RenderedAlert alert)
    {
        try
        {
            WriteTo(_process ??= Start(), alert.Line);
        }
        catch (IOException)
        {
            // The command has ended: for a kept one, that is a reason to start it again, once.
            Close();
            if (lifetime != SinkLifetime.KeepAlive)
                throw;
            WriteTo(_process = Start(), alert.Line);
        }

        if (lifetime == SinkLifetime.PerAlert)
            Close();
    }

    public void Reopen() => Close();

    public void Dispose() => Close();

    private static void WriteTo(Process process, ReadOnlySpan<byte> line)
    {
        var input = process.StandardInput.BaseStream;
        input.Write(line);
        input.Flush();
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        return Process.Start(start) ?? throw new IOException($"cannot start: {command}");
    }

    /// <summary>Ends the command's input and waits until it has gone, as pclose does.</summary>
    private void Close()
    {
        var process = _process;
        _process = null;
        if (process is null)
            return;
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read everything; there is nobody left to tell.
        }

        process.WaitForExit();
        process.Dispose();
    }
}
