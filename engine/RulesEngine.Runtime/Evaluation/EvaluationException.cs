namespace RulesEngine.Runtime.Evaluation;

/// <summary>
/// A comparison that Falco accepts at load and refuses while it runs, with Falco's text. It ends the run there;
/// here the event loop decides.
/// </summary>
public sealed class EvaluationException : Exception
{
    public EvaluationException(string message)
        : base(message)
    {
    }

    public EvaluationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public EvaluationException()
    {
    }
}
