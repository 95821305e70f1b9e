using System.Collections.Immutable;

namespace RulesEngine.KernelTester.Model;

/// <summary>
/// A claim about one watched call: an alert of a rule about nothing but its event shows these parameters. The texts may
/// hold the placeholders of a <see cref="Workspace"/>; a <c>*</c> in what is expected stands for anything.
/// </summary>
/// <param name="Event">The event type, and the name of the claim.</param>
/// <param name="Expected">What <c>evt.args</c> shows.</param>
/// <param name="Trigger">Arguments of <c>trigger</c>.</param>
internal sealed record WatchScenario(string Event, string Expected, params ImmutableArray<string> Trigger);
