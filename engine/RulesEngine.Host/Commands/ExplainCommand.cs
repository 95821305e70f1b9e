using System.Collections.Immutable;
using RulesEngine.Compiler.Loading;
using RulesEngine.Compiler.Planning;
using RulesEngine.Compiler.Resolving;
using RulesEngine.Host.Rules;
using RulesEngine.Host.Sessions;
using RulesEngine.Runtime.Evaluation.Explaining;
using RulesEngine.Runtime.Evaluation.Given;
using RulesEngine.Runtime.Matching;
using RulesEngine.Runtime.State;

namespace RulesEngine.Host.Commands;

/// <param name="Rule">The name of the rule to explain.</param>
/// <param name="Rules">Rules files and folders.</param>
/// <param name="Capture">The capture the event is in, or <c>-</c>; null when the event is given by its fields.</param>
/// <param name="Event">The event's number in the capture, <c>evt.num</c>.</param>
/// <param name="Fields">Otherwise the event, as <c>FIELD=VALUE</c>.</param>
/// <param name="Json">As JSON.</param>
internal sealed record ExplainRequest(
    string Rule, IReadOnlyList<string> Rules, string? Capture, long? Event, IReadOnlyList<string> Fields, bool Json);

/// <summary>
/// <c>rulesengine explain</c>: why a rule matches an event or not, comparison by comparison; an event of a capture, or
/// one given by its fields. Exit code 0 says that it was explained, whatever the answer.
/// </summary>
internal static class ExplainCommand
{
    public static int Run(ExplainRequest request)
    {
        if (request.Capture is null == (request.Fields.Count == 0) || request.Capture is null == request.Event is not null)
        {
            throw new UserErrorException(
                "Say which event: with --capture and --event, or with --field for each of its fields");
        }

        var set = RuleSetLoader.Load(RulesPaths.Read(request.Rules));
        if (!LoadReport.IsUsable(set, Console.Error))
            return 1;
        var rules = ActiveRules.Enabled(set);
        var rule = IndexOf(rules, request.Rule);
        var explanation = request.Capture is { } capture
            ? OfCapture(capture, request.Event!.Value, rules, rule)
            : OfFields(GivenArguments.Read(request.Fields), rules, rule);
        Console.Out.Write(request.Json
            ? ExplanationRenderer.ToJson(explanation) + "\n" : ExplanationRenderer.ToText(explanation));
        return 0;
    }

    private static RuleExplanation OfCapture(string path, long number, ImmutableArray<CheckedRule> rules, int rule)
    {
        using var capture = CaptureFile.Open(path);
        var explainer = new ConditionExplainer(rules[rule].Condition);
        while (capture.MoveNext())
        {
            if (capture.Event.Number == number)
            {
                if (!capture.IsForRules)
                    throw new UserErrorException($"event {number} of {path} only serves the state; no rule sees it");
                return Explain(capture.Event, rules, rule, explainer);
            }

            if (capture.IsForRules && rules[rule].EventCodes.Contains(capture.Event.Code))
                explainer.Evaluate(capture.Event);
        }

        throw new UserErrorException($"{path} has no event {number}"
            + (capture.Error is { } error ? $" before its damage: {error}" : $": its last is {capture.Event.Number}"));
    }

    private static RuleExplanation OfFields(GivenEvent given, ImmutableArray<CheckedRule> rules, int rule)
    {
        var fields = new GivenFields();
        rules = [.. rules.Select(checkedRule => checkedRule with { Condition = fields.Bind(checkedRule.Condition) })];
        fields.Set(given);
        return Explain(fields.Context, rules, rule, new ConditionExplainer(rules[rule].Condition));
    }

    private static RuleExplanation Explain(
        EventContext context, ImmutableArray<CheckedRule> rules, int rule, ConditionExplainer explainer)
    {
        var plan = ActiveRules.PlanIndex(rules);
        var first = new int[1];
        var matches = MatchIndex.Build(plan).Match(context, RuleMatching.First, first);
        return new RuleExplanation
        {
            Rule = rules[rule].Name,
            EventNumber = context.Number,
            EventType = context.Definition.Name,
            Places = new DecisionPlaces(plan, rule, context.Code),
            Condition = explainer.Explain(context),
            FirstMatch = matches > 0 ? rules[first[0]].Name : null,
        };
    }

    private static int IndexOf(ImmutableArray<CheckedRule> rules, string name)
    {
        for (var rule = 0; rule < rules.Length; rule++)
        {
            if (rules[rule].Name == name)
                return rule;
        }

        throw new UserErrorException($"No enabled rule is called \"{name}\""
            + (Nearest.Find(name, rules.Select(rule => rule.Name)) is { } near ? $"; did you mean \"{near}\"?" : ""));
    }
}
