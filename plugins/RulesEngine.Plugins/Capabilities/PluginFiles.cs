using System.Buffers;
using System.Text;

namespace RulesEngine.Plugins.Capabilities;

/// <summary>
/// The files a plugin may write: flat names in one folder of its own, <c>NAME.data</c> beside its source, up to a size.
/// Links are not followed, so nothing outside the folder can be reached.
/// </summary>
internal sealed class PluginFiles(string folder)
{
    internal const long FileMaxBytes = 16 * 1024 * 1024;
    private const int FilesMax = 100;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Replaces the file's content. Throws <see cref="CapabilityException"/> where that is not allowed.</summary>
    public void Write(string name, string text) => Put(name, text, FileMode.Create);

    /// <summary>Adds to the file's end, creating it first.</summary>
    public void Append(string name, string text) => Put(name, text, FileMode.Append);

    private void Put(string name, string text, FileMode mode)
    {
        var file = new FileInfo(Path.Combine(folder, Checked(name)));
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = (mode == FileMode.Append && file.Exists ? file.Length : 0) + bytes.Length;
        if (length > FileMaxBytes)
            throw new CapabilityException($"file {name} would be larger than {FileMaxBytes} bytes");
        if (file.LinkTarget is not null)
            throw new CapabilityException($"file {name} is a link");
        try
        {
            Directory.CreateDirectory(folder);
            if (!file.Exists && Directory.EnumerateFileSystemEntries(folder).Count() >= FilesMax)
                throw new CapabilityException($"there are {FilesMax} files already");
            using var stream = file.Open(mode, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(bytes);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CapabilityException($"file {name}: {failure.Message}");
        }
    }

    private static string Checked(string name)
    {
        if (name.Length is 0 or > 100 || name[0] == '.' || name.AsSpan().ContainsAnyExcept(NameCharacters))
            throw new CapabilityException($"\"{name}\" is no name for a file");
        return name;
    }
}
