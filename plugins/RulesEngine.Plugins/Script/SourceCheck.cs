using Acornima;
using Acornima.Ast;

namespace RulesEngine.Plugins.Script;

/// <summary>
/// Looks at a module's text before it is run: it must parse, and be free of two things that nothing could hold in.
/// BigInt, whose arithmetic cannot be broken off; and generators, of which a chain that delegates one to the next is
/// resumed on the native stack, where no guard looks.
/// </summary>
internal static class SourceCheck
{
    /// <summary>Throws <see cref="ScriptFailure"/> with the place of what is wrong.</summary>
    public static void Check(string source, string file)
    {
        try
        {
            var parser = new Parser(new ParserOptions { OnNode = static (Node node, in OnNodeContext _) => Refuse(node) });
            parser.ParseModule(source, file);
        }
        catch (ParseErrorException failure)
        {
            throw new ScriptFailure(failure.Message, FailureKind.Error);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new ScriptFailure("the source nests too deep", FailureKind.Error);
        }
    }

    private static void Refuse(Node node)
    {
        var what = node switch
        {
            BigIntLiteral => "BigInt",
            IFunction { Generator: true } => "a generator",
            _ => null,
        };
        if (what is not null)
            throw new ScriptFailure($"{what} is not available (line {node.Location.Start.Line})", FailureKind.Error);
    }
}
