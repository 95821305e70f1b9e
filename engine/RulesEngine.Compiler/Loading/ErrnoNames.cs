using System.Collections.Frozen;
using System.Globalization;

namespace RulesEngine.Compiler.Loading;

/// <summary>Error numbers by the names of errno(3): Linux's numbers on x86 and arm64.</summary>
public static class ErrnoNames
{
    private const int Highest = 4095;

    /// <summary>The names from number 1 on; a slash between names of one number, a dash where there is none.</summary>
    private const string Names = """
        EPERM ENOENT ESRCH EINTR EIO ENXIO E2BIG ENOEXEC EBADF ECHILD EAGAIN/EWOULDBLOCK ENOMEM EACCES EFAULT
        ENOTBLK EBUSY EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE ENOTTY ETXTBSY EFBIG ENOSPC ESPIPE
        EROFS EMLINK EPIPE EDOM ERANGE EDEADLK/EDEADLOCK ENAMETOOLONG ENOLCK ENOSYS ENOTEMPTY ELOOP - ENOMSG EIDRM
        ECHRNG EL2NSYNC EL3HLT EL3RST ELNRNG EUNATCH ENOCSI EL2HLT EBADE EBADR EXFULL ENOANO EBADRQC EBADSLT -
        EBFONT ENOSTR ENODATA ETIME ENOSR ENONET ENOPKG EREMOTE ENOLINK EADV ESRMNT ECOMM EPROTO EMULTIHOP EDOTDOT
        EBADMSG EOVERFLOW ENOTUNIQ EBADFD EREMCHG ELIBACC ELIBBAD ELIBSCN ELIBMAX ELIBEXEC EILSEQ ERESTART ESTRPIPE
        EUSERS ENOTSOCK EDESTADDRREQ EMSGSIZE EPROTOTYPE ENOPROTOOPT EPROTONOSUPPORT ESOCKTNOSUPPORT
        ENOTSUP/EOPNOTSUPP EPFNOSUPPORT EAFNOSUPPORT EADDRINUSE EADDRNOTAVAIL ENETDOWN ENETUNREACH ENETRESET
        ECONNABORTED ECONNRESET ENOBUFS EISCONN ENOTCONN ESHUTDOWN ETOOMANYREFS ETIMEDOUT ECONNREFUSED EHOSTDOWN
        EHOSTUNREACH EALREADY EINPROGRESS ESTALE EUCLEAN ENOTNAM ENAVAIL EISNAM EREMOTEIO EDQUOT ENOMEDIUM
        EMEDIUMTYPE ECANCELED ENOKEY EKEYEXPIRED EKEYREVOKED EKEYREJECTED EOWNERDEAD ENOTRECOVERABLE ERFKILL -
        """;

    private static readonly FrozenDictionary<string, int> Numbers = Names.Split([' ', '\n'])
        .SelectMany((names, index) => names.Split('/').Select(name => (Name: name, Number: index + 1)))
        .Where(entry => entry.Name != "-")
        .ToFrozenDictionary(entry => entry.Name, entry => entry.Number, StringComparer.Ordinal);

    /// <summary>A name, or a decimal number from 1 to 4095, the highest that the kernel returns.</summary>
    public static bool TryParse(string text, out int errno) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out errno)
            ? errno is >= 1 and <= Highest
            : Numbers.TryGetValue(text, out errno);

    /// <summary>The usual name of a number, or the number in decimal where it has none.</summary>
    public static string NameOf(int errno) =>
        ByNumber.TryGetValue(errno, out var name) ? name : errno.ToString(CultureInfo.InvariantCulture);

    private static readonly FrozenDictionary<int, string> ByNumber = Numbers.GroupBy(entry => entry.Value)
        .ToFrozenDictionary(group => group.Key, group => group.MinBy(entry => Names.IndexOf(entry.Key, StringComparison.Ordinal)).Key);
}
