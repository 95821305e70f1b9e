using RulesEngine.Compat.Configuration;
using RulesEngine.Compiler.Loading;
using RulesEngine.Host.Sessions;

namespace RulesEngine.Host.Rules;

/// <summary>Reads the rules of a run, at the start and again at every reload.</summary>
internal sealed class RulesSource(EngineRunRequest request, IReadOnlySet<string> exportedActions)
{
    /// <summary>The rules in force; null before the first load. Whoever puts rules in force sets it.</summary>
    public ActiveRules? Current { get; set; }

    /// <summary>The rules, or null after what is wrong has been written.</summary>
    public ActiveRules? Load(TextWriter errors)
    {
        var configuration = request.Configuration;
        if (request.RulesPaths.Count == 0)
            throw new UserErrorException("You must specify at least one rules file/directory via configuration file or -r option");
        var files = RulesPaths.Read(request.RulesPaths);
        var set = RuleSetLoader.Load(files, ConfiguredLoad.Options(configuration, exportedActions));
        if (!LoadReport.IsUsable(set, errors))
            return null;
        var actionsBy = configuration.Engine == EngineKind.Live ? ActionsBy.Kernel : ActionsBy.Nobody;
        var rules = ActiveRules.Prepare(files, set, actionsBy, configuration.EnforcementMonitor);
        if (actionsBy == ActionsBy.Nobody || !LoadReport.HasErrors(rules.Shortfalls))
            return rules;
        LoadReport.Write(rules.Shortfalls, errors);
        return null;
    }
}
