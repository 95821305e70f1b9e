namespace RulesEngine.Host;

/// <summary>
/// The command cannot go on because of something the user can mend. The message is complete: what, where, why, how to
/// mend. It is printed as <c>Error: message</c> and the process ends with exit code 1.
/// </summary>
internal sealed class UserErrorException : Exception
{
    public UserErrorException()
    {
    }

    public UserErrorException(string message) : base(message)
    {
    }

    public UserErrorException(string message, Exception inner) : base(message, inner)
    {
    }
}
