namespace RulesEngine.Compiler.Loading;

/// <summary>
/// What loading can complain about, as Falco classifies it; errors come before warnings. How a code is spelled and
/// described is the business of the compatibility layer.
/// </summary>
public enum LoadCode : byte
{
    FileRead,
    YamlParse,
    YamlValidate,
    CompileCondition,
    CompileOutput,
    Validate,
    Extension,

    UnknownSource,
    UnsafeNaCheck,
    NoEventType,
    UnknownFilter,
    UnusedMacro,
    UnusedList,
    UnknownItem,
    DeprecatedItem,
    ExtensionWarning,
    AppendNoValues,
    ExceptionNameNotUnique,
    InvalidMacroName,
    InvalidListName,
    ConditionWarning,
    UnknownKey,
}

public static class LoadCodes
{
    public static bool IsError(this LoadCode code) => code <= LoadCode.Extension;
}
