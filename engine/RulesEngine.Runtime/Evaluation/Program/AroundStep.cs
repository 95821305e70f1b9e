using RulesEngine.Runtime.State;

namespace RulesEngine.Runtime.Evaluation.Program;

/// <summary><c>evt.around[T] = D</c>: the event is at most D milliseconds before or after the time T in nanoseconds.</summary>
internal sealed class AroundStep(long time, ComparisonNode comparison) : Step
{
    private readonly ulong _time = (ulong)time;
    private readonly ulong _distance = (ulong)comparison.Constants[0].Number * 1_000_000;

    public override bool IsTrue(EventContext context) =>
        _time >= context.TimestampNs - _distance && _time <= context.TimestampNs + _distance;
}
