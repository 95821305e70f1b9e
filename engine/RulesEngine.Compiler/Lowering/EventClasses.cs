using System.Collections.Immutable;
using RulesEngine.Runtime.Evaluation;
using RulesEngine.Runtime.Events;

namespace RulesEngine.Compiler.Lowering;

/// <summary>
/// Splits the event codes of a rule into classes on which its condition specialises to the same thing, so that a rule
/// about all events is planned once and not once per code. Meaning is preserved because two codes are in one class
/// only when every comparison that <see cref="EventTypePass"/> decides has the same answer on both. What a comparison
/// answers is worked out once, however many rules make it.
/// </summary>
public sealed class EventClasses
{
    private readonly Dictionary<string, Answers> _answers = new(StringComparer.Ordinal);

    /// <summary>The classes of a condition on these codes, disjoint and together all of them.</summary>
    public ImmutableArray<EventClass> Of(ConditionNode condition, EventCodeSet codes)
    {
        var classes = new List<EventCodeSet> { codes };
        foreach (var leaf in ConditionRewriter.Leaves(condition))
        {
            if (EventTypePass.SpeaksOfEventType(leaf))
                classes = [.. classes.SelectMany(AnswersOf(leaf).Split).Where(part => !part.IsEmpty)];
        }

        return
        [
            .. classes.Where(part => !part.IsEmpty)
                .Select(part => new EventClass(part, EventTypePass.Specialise(condition, part.Codes().First()))),
        ];
    }

    private Answers AnswersOf(ComparisonNode leaf)
    {
        if (!_answers.TryGetValue(leaf.Text, out var answers))
        {
            answers = new Answers(Answering(leaf, true), Answering(leaf, false));
            _answers.Add(leaf.Text, answers);
        }

        return answers;
    }

    private static EventCodeSet Answering(ComparisonNode leaf, bool answer) =>
        EventCodeSet.Of(EventCodeSet.All.Codes().Where(code => EventTypePass.Decide(leaf, code) == answer));

    /// <summary>The codes on which a comparison is true, and those on which it is false; on others it is open.</summary>
    private sealed record Answers(EventCodeSet True, EventCodeSet False)
    {
        public EventCodeSet[] Split(EventCodeSet codes) =>
        [
            codes.Intersect(True), codes.Intersect(False), codes.Intersect(True.Union(False).Complement()),
        ];
    }
}

/// <summary>Event codes that a condition does not tell apart, and the condition on them.</summary>
public sealed record EventClass(EventCodeSet Codes, ConditionNode Condition);
