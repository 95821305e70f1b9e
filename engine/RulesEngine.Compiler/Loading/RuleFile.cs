namespace RulesEngine.Compiler.Loading;

/// <summary>A rules file as it was read: its name in reports and its bytes.</summary>
public sealed record RuleFile(string Name, ReadOnlyMemory<byte> Content);
