namespace RulesEngine.Compat.Scap;

/// <summary>The numbers of blocks, with those that early versions used for the same contents.</summary>
internal static class BlockType
{
    public const uint SectionHeader = 0x0A0D0D0A;
    public const uint MachineInfo = 0x201;
    public const uint MachineInfoOld = 0x8002ABCD;
    public const uint ProcessListV9 = 0x215;
    public const uint FdList = 0x203;
    public const uint FdListOld = 0x8001ABCD;
    public const uint FdListV2 = 0x218;
    public const uint Event = 0x204;
    public const uint EventOld = 0x8010ABCD;
    public const uint EventV2 = 0x216;
    public const uint EventV2Large = 0x221;
    public const uint EventFlags = 0x208;
    public const uint EventFlagsV2 = 0x217;
    public const uint EventFlagsV2Large = 0x222;
    public const uint InterfaceList = 0x205;
    public const uint InterfaceListOld = 0x8011ABCD;
    public const uint InterfaceListV2 = 0x219;
    public const uint UserList = 0x206;
    public const uint UserListOld = 0x8012ABCD;
    public const uint UserListV2 = 0x220;

    /// <summary>The version of a process list block, 0 for other blocks.</summary>
    public static int ProcessListVersion(uint type) => type switch
    {
        0x202 or 0x8000ABCD => 1,
        0x207 or 0x8013ABCD => 2,
        0x209 or 0x8014ABCD => 3,
        0x210 => 4,
        0x211 => 5,
        0x212 => 6,
        0x213 => 7,
        0x214 => 8,
        ProcessListV9 => 9,
        _ => 0,
    };

    /// <summary>Whether the event in the block cannot be a large one; with flags, they say so.</summary>
    public static bool IsSmallEvent(uint type) => type is Event or EventOld or EventV2;

    public static bool IsEvent(uint type) => type is Event or EventOld or EventV2 or EventV2Large
        or EventFlags or EventFlagsV2 or EventFlagsV2Large;
}
