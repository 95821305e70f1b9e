namespace RulesEngine.Runtime.Events;

/// <summary>What an event is about: the lower half of Falco's <c>ppm_event_category</c>.</summary>
public enum EventCategory : byte
{
    Unknown,
    Other,
    File,
    Net,
    Ipc,
    Memory,
    Process,
    Sleep,
    System,
    Signal,
    User,
    Time,
    Scheduler,
    IoRead,
    IoWrite,
    IoOther,
    Wait,
    Internal,
}

/// <summary>Where an event comes from: the upper half of Falco's <c>ppm_event_category</c>.</summary>
public enum EventOrigin : byte
{
    None,
    Syscall,
    Tracepoint,
    Plugin,
    MetaEvent,
    Iterator,
}

/// <summary>What handling an event needs; the names follow Falco's <c>EF_*</c>.</summary>
[Flags]
public enum EventFlags : ushort
{
    None = 0,
    CreatesFd = 1,
    DestroysFd = 2,
    UsesFd = 4,
    ReadsFromFd = 8,
    WritesToFd = 16,
    ModifiesState = 32,
    Waits = 64,
    SkipParserReset = 128,
    OldVersion = 256,
    Unused = 512,

    /// <summary>Parameter lengths are 32 bits wide.</summary>
    LargePayload = 1024,
    ConverterManaged = 2048,
}

/// <summary>How a number of a parameter is printed; the names follow Falco's <c>PF_*</c>.</summary>
public enum ParamFormat : byte
{
    Decimal,
    Hexadecimal,
    Octal,

    /// <summary>Falco's table gives none: decimal, and a string where the raw number goes into JSON.</summary>
    None,
}
