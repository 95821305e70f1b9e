using RulesEngine.Bpf.Features;

namespace RulesEngine.Host.Commands;

/// <summary>
/// <c>rulesengine doctor</c>: what this kernel offers, what is missing, how that was found out and how to get it. Loads
/// programs of two instructions, attaches none.
/// </summary>
internal static class DoctorCommand
{
    public static int Run(bool json)
    {
        var features = KernelFeatures.Probe();
        Console.Out.Write(json ? Json(features) : Text(features));
        return features.Missing.IsEmpty ? 0 : 1;
    }

    private static string Text(KernelFeatures features)
    {
        var mechanism = features.HasBpfLsm
            ? "guards sit on LSM hooks (bpf is among the active security modules)"
            : "guards sit on the security_* functions (fmod_ret): bpf is not among the active security modules, and need not be";
        var lines = new List<string>
        {
            $"security modules: {(features.LsmNames.IsEmpty ? "unknown (is securityfs mounted?)" : string.Join(',', features.LsmNames))}",
            mechanism,
        };
        lines.AddRange(features.Missing.Select(missing => "missing: " + missing));
        lines.Add(features.Missing.IsEmpty ? "everything needed is there" : "enforcement cannot start");
        return string.Join('\n', lines) + "\n";
    }

    private static string Json(KernelFeatures features)
    {
        using var buffer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("lsm");
            foreach (var name in features.LsmNames)
                writer.WriteStringValue(name);
            writer.WriteEndArray();
            writer.WriteString("mechanism", features.HasBpfLsm ? "lsm" : "fmod_ret");
            writer.WriteStartArray("missing");
            foreach (var missing in features.Missing)
            {
                writer.WriteStartObject();
                writer.WriteString("feature", missing.Feature);
                writer.WriteString("tried", missing.Tried);
                writer.WriteNumber("errno", missing.Errno);
                writer.WriteString("remedy", missing.Remedy);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
