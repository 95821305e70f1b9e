using RulesEngine.Compiler.Resolving;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Sessions;

/// <summary>A condition of the command line, asked of one event after another as if it were a rule's.</summary>
internal sealed class EventFilter(CheckedQuery query)
{
    private readonly ConditionProgram _program = ConditionProgram.Compile(query.Condition);

    public bool Holds(EventContext context) => query.EventCodes.Contains(context.Code) && _program.Evaluate(context);
}
