namespace RulesEngine.Runtime.Fields;

/// <summary>
/// Every field the language knows, in Falco's order of lookup. Definitions come from Falco's own listing, which is
/// embedded in this assembly; nothing here repeats it.
/// </summary>
public static class FieldTable
{
}
