using RulesEngine.Compat.Scap;

namespace RulesEngine.Host.Sessions;

/// <summary>Opens the captures that a user names; <c>-</c> is standard input.</summary>
internal static class CaptureFile
{
    /// <exception cref="UserErrorException">The file cannot be opened.</exception>
    public static CapturePlayer Open(string path)
    {
        try
        {
            return path == "-" ? CapturePlayer.Open(Console.OpenStandardInput()) : CapturePlayer.Open(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"Could not open capture file {path}: {error.Message}", error);
        }
    }
}
