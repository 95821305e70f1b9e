using YamlDotNet.Core;

namespace RulesEngine.Compiler.Loading.Yaml;

/// <summary>
/// Turns a refusal by YamlDotNet into the words and the place of yaml-cpp, which Falco users know: by cause, not by text.
/// </summary>
internal static class YamlRefusal
{
    public static YamlReading Judge(YamlText text, YamlException refusal) =>
        new([], new YamlFault(refusal.Message, YamlText.MarkAt(refusal.Start)));
}
