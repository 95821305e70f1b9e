namespace RulesEngine.Bpf.Abi;

/// <summary>The numbers of <c>bpf/include/re_abi.h</c> that are macros there; a test reads the header and compares.</summary>
public static class AbiLimits
{
    public const uint Version = 1;
    public const int ClausesMax = 1024;
    public const int VectorWords = ClausesMax / 64;
    public const int KeyTextBytes = 252;
    public const int CommBytes = 16;
    public const int Generations = 2;
    public const int VectorsMax = 16384;
    public const int SyscallsMax = 1024;
    public const int ScratchesPerCpu = 3;
    public const int TrialErrno = 116;
    public const int DimensionsMax = 32;

    /// <summary>Bytes of <c>struct re_text_key</c>, <c>re_number_key</c>, <c>re_address_key</c>.</summary>
    public const int TextKeyBytes = 8 + KeyTextBytes;

    /// <inheritdoc cref="TextKeyBytes"/>
    public const int NumberKeyBytes = 16;

    /// <inheritdoc cref="TextKeyBytes"/>
    public const int AddressKeyBytes = 28;
}
