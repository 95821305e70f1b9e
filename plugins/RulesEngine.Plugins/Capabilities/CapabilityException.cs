namespace RulesEngine.Plugins.Capabilities;

/// <summary>A plugin asked for something it may not do, or that did not work; script sees it as an error it can catch.</summary>
internal sealed class CapabilityException(string message) : Exception(message);
