namespace RulesEngine.Runtime.Fields.Text;

/// <summary>The names of the signals 1 to 31.</summary>
internal static class SignalNames
{
    private static readonly byte[][] Names =
        [.. """
            SIGHUP SIGINT SIGQUIT SIGILL SIGTRAP SIGABRT SIGBUS SIGFPE SIGKILL SIGUSR1 SIGSEGV SIGUSR2 SIGPIPE SIGALRM
            SIGTERM SIGSTKFLT SIGCHLD SIGCONT SIGSTOP SIGTSTP SIGTTIN SIGTTOU SIGURG SIGXCPU SIGXFSZ SIGVTALRM SIGPROF
            SIGWINCH SIGIO SIGPWR SIGSYS
            """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(System.Text.Encoding.ASCII.GetBytes)];

    public static ReadOnlySpan<byte> Of(int signal) => signal >= 1 && signal <= Names.Length ? Names[signal - 1] : default;
}
