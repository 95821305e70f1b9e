using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using RulesEngine.Outputs.Alerts;

namespace RulesEngine.Outputs.Metrics;

/// <summary>
/// Turns samples into the fields of Falco's metrics snapshot. Rates and the values called previous compare a sample
/// with the one before, so one object makes all snapshots of a run.
/// </summary>
public sealed class MetricsSnapshot(MetricsOptions options)
{
    private EngineSample? _previous;

    /// <summary>The fields of the internal alert, and of a line of the output file.</summary>
    public ImmutableArray<AlertField> Take(EngineFacts facts, EngineSample sample)
    {
        var fields = new FieldList(options.IncludeEmptyValues);
        AddFacts(fields, facts, sample);
        AddEvents(fields, sample);
        if (options.RulesCountersEnabled)
            AddRules(fields, sample);
        if (options.ResourceUtilizationEnabled && sample.Resources is { } resources)
            AddResources(fields, resources);
        if (options.StateCountersEnabled)
            AddState(fields, sample);
        foreach (var plugin in sample.Plugins)
            fields.Counter($"plugins.{FalcoMetrics.Name(plugin.Name)}.runs", plugin.Runs);
        _previous = sample;
        return fields.ToImmutable();
    }

    private static void AddFacts(FieldList fields, EngineFacts facts, EngineSample sample)
    {
        fields.Number("evt.time", sample.TimeNs);
        fields.Text("evt.hostname", facts.Hostname);
        fields.Text("evt.source", facts.EventSource);
        fields.Text("falco.version", facts.Version);
        fields.Number("falco.start_ts", facts.StartNs);
        fields.Number("falco.reload_ts", facts.ReloadNs);
        fields.Number("falco.duration_sec", (ulong)FalcoMetrics.DurationSeconds(facts, sample));
        fields.Text("falco.kernel_release", facts.KernelRelease);
        fields.Number("falco.host_boot_ts", facts.HostBootNs);
        fields.Number("falco.host_num_cpus", (ulong)facts.HostCpus);
        fields.Number("falco.outputs_queue_num_drops", (ulong)(sample.Outputs?.DroppedQueueFull ?? 0));
        foreach (var file in facts.RulesFiles)
            fields.Text("falco.sha256_rules_file." + FalcoMetrics.Name(file.Name), file.Sha256);
        foreach (var file in facts.ConfigFiles)
            fields.Text("falco.sha256_config_file." + FalcoMetrics.Name(file.Name), file.Sha256);
        fields.Text("scap.engine_name", facts.EngineName);
    }

    private void AddEvents(FieldList fields, EngineSample sample)
    {
        var before = _previous;
        var seconds = before is null || sample.TimeNs <= before.TimeNs ? 0 : (sample.TimeNs - before.TimeNs) / 1e9;
        var events = sample.Events - (before?.Events ?? 0);
        var drops = sample.Drops - (before?.Drops ?? 0);
        fields.Number("falco.num_evts", (ulong)sample.Events);
        fields.Number("falco.num_evts_prev", (ulong)(before?.Events ?? 0));
        fields.Rate("falco.evts_rate_sec", seconds > 0 ? events / seconds : 0);
        if (!options.KernelEventCountersEnabled)
            return;
        fields.Number("scap.n_evts", (ulong)sample.Events);
        fields.Number("scap.n_evts_prev", (ulong)(before?.Events ?? 0));
        fields.Number("scap.n_drops", (ulong)sample.Drops);
        fields.Number("scap.n_drops_prev", (ulong)(before?.Drops ?? 0));
        fields.Rate("scap.evts_rate_sec", seconds > 0 ? events / seconds : 0);
        fields.Rate("scap.evts_drop_rate_sec", seconds > 0 ? drops / seconds : 0);
        fields.Rate("scap.n_drops_perc", events > 0 ? 100.0 * drops / events : 0);
        foreach (var kind in sample.DropsByKind)
            fields.Counter($"scap.n_drops_buffer_{kind.Name}_exit", kind.Value);
        foreach (var count in sample.Kernel)
            fields.Counter("scap." + count.Name, count.Value);
    }

    private static void AddState(FieldList fields, EngineSample sample)
    {
        foreach (var count in sample.State)
            fields.Counter("scap." + count.Name, count.Value);
    }

    private static void AddRules(FieldList fields, EngineSample sample)
    {
        fields.Number("falco.rules.matches_total", (ulong)sample.Rules.Sum(rule => rule.Matches));
        foreach (var rule in sample.Rules)
            fields.Counter("falco.rules." + FalcoMetrics.Name(rule.Name), rule.Matches);
    }

    private void AddResources(FieldList fields, ResourceUsage resources)
    {
        fields.Rate("falco.cpu_usage_perc", resources.CpuPercent);
        fields.Rate("falco.host_cpu_usage_perc", resources.HostCpuPercent);
        AddMemory(fields, "falco.memory_rss", resources.RssBytes);
        AddMemory(fields, "falco.memory_vsz", resources.VszBytes);
        AddMemory(fields, "falco.memory_pss", resources.PssBytes);
        AddMemory(fields, "falco.container_memory_used", resources.ContainerMemoryBytes);
        AddMemory(fields, "falco.host_memory_used", resources.HostMemoryBytes);
        fields.Counter("falco.host_procs_running", resources.HostProcsRunning);
        fields.Counter("falco.host_open_fds", resources.HostOpenFds);
    }

    /// <summary>In megabytes, or in the unit the kernel counts in.</summary>
    private void AddMemory(FieldList fields, string name, long bytes)
    {
        if (options.ConvertMemoryToMb)
            fields.Rate(name + "_mb", bytes / 1024.0 / 1024.0);
        else if (name.StartsWith("falco.memory_", StringComparison.Ordinal) || name == "falco.host_memory_used")
            fields.Counter(name + "_kb", bytes / 1024);
        else
            fields.Counter(name + "_bytes", bytes);
    }

    /// <summary>Collects fields; leaves out what is zero where that is asked for.</summary>
    private sealed class FieldList(bool includeEmpty)
    {
        private readonly ImmutableArray<AlertField>.Builder _fields = ImmutableArray.CreateBuilder<AlertField>();

        public void Text(string name, string value)
        {
            var json = new System.Buffers.ArrayBufferWriter<byte>();
            JsonText.WriteString(json, value);
            _fields.Add(new AlertField(name, json.WrittenMemory));
        }

        public void Number(string name, ulong value) => Add(name, value.ToString(CultureInfo.InvariantCulture));

        public void Counter(string name, long value)
        {
            if (value != 0 || includeEmpty)
                Add(name, value.ToString(CultureInfo.InvariantCulture));
        }

        /// <summary>One digit after the point, as Falco rounds; always one, so that the type is the same each time.</summary>
        public void Rate(string name, double value) =>
            Add(name, Math.Round(value, 1).ToString("0.0", CultureInfo.InvariantCulture));

        public ImmutableArray<AlertField> ToImmutable() => _fields.ToImmutable();

        private void Add(string name, string json) => _fields.Add(new AlertField(name, Encoding.UTF8.GetBytes(json)));
    }
}
