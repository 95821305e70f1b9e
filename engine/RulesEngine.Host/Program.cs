using RulesEngine.Host.Commands;

return CommandLine.Build().Parse(args).Invoke();
