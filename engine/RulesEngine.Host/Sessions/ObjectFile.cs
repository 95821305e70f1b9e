namespace RulesEngine.Host.Sessions;

/// <summary>Where the BPF object lies: beside the executable, or where the variable says.</summary>
internal static class ObjectFile
{
    private const string Name = "rulesengine.bpf.o";
    private const string Variable = "RULESENGINE_BPF_OBJECT";

    public static string Find()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? named
            : Path.Combine(AppContext.BaseDirectory, Name);
        return File.Exists(path)
            ? path
            : throw new UserErrorException($"the BPF object {path} is missing; `make build` makes it, {Variable} names another place");
    }
}
