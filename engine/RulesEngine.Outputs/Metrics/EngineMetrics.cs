using Prometheus;

namespace RulesEngine.Outputs.Metrics;

/// <summary>
/// Turns a sample into Prometheus's text. Each export fills a registry of its own, so what a reload has removed is gone
/// from the next scrape, and no metric object is touched while events are processed.
/// </summary>
/// <param name="facts">Asked for at each export: a reload changes them.</param>
/// <param name="sample">Takes the counters; called on the exporting thread.</param>
public sealed class EngineMetrics(Func<EngineFacts> facts, Func<EngineSample> sample)
{
    public const string ContentType = "text/plain; version=0.0.4";

    public async Task<ReadOnlyMemory<byte>> ExportAsync(CancellationToken cancellation)
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var writer = new MetricWriter(Prometheus.Metrics.WithCustomRegistry(registry));
        var now = sample();
        FalcoMetrics.Write(writer, facts(), now);
        OwnMetrics.Write(writer, now);

        using var text = new MemoryStream();
        await registry.CollectAndExportAsTextAsync(text, cancellation).ConfigureAwait(false);
        return text.ToArray();
    }
}

/// <summary>The few shapes of a metric that the exporters write.</summary>
internal sealed class MetricWriter(MetricFactory factory)
{
    private const string FalcoHelp = "https://falco.org/docs/metrics/";

    public void Counter(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Counter(name, FalcoHelp, value, labels);

    public void Counter(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var (names, values) = Split(labels);
        factory.CreateCounter(name, help, names).WithLabels(values).IncTo(value);
    }

    public void Gauge(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Gauge(name, FalcoHelp, value, labels);

    public void Gauge(string name, string help, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var (names, values) = Split(labels);
        factory.CreateGauge(name, help, names).WithLabels(values).Set(value);
    }

    /// <summary>A fact as labels of a gauge that is always one.</summary>
    public void Info(string name, params ReadOnlySpan<(string Name, string Value)> labels) =>
        Gauge(name + "_info", 1, labels);

    private static (string[] Names, string[] Values) Split(ReadOnlySpan<(string Name, string Value)> labels)
    {
        var names = new string[labels.Length];
        var values = new string[labels.Length];
        for (var i = 0; i < labels.Length; i++)
            (names[i], values[i]) = labels[i];
        return (names, values);
    }
}
