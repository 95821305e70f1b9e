using Serilog;

namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>
/// Puts the index template in place once, before the first alert is indexed: an index made without it keeps wrong
/// mappings for its life.
/// </summary>
internal sealed class IndexTemplateRegistration(ElasticsearchOptions options, ElasticsearchClient client, ILogger log)
{
    private bool _done = !options.AutoRegisterTemplate;

    /// <summary>Throws <see cref="ClusterUnavailableException"/> when the cluster cannot say yes or no just now.</summary>
    public async Task EnsureAsync(CancellationToken cancellation)
    {
        if (_done)
            return;
        if (!options.OverwriteTemplate && await client.TemplateExistsAsync(cancellation).ConfigureAwait(false))
        {
            _done = true;
            return;
        }

        var answer = await client.PutTemplateAsync(IndexTemplate.Write(options), cancellation).ConfigureAwait(false);
        if (answer.Status is 0 or 429 or >= 500)
            throw new ClusterUnavailableException($"index template: {answer.Status} {answer.Reason}", 0);
        _done = true;
        // Refused for good, say for want of the right to: alerts are worth more than their mappings.
        if (!answer.Succeeded)
        {
            log.Warning(
                "Elasticsearch refused the index template {Name}: {Status} {Reason}",
                options.TemplateName,
                answer.Status,
                answer.Reason);
        }
    }
}
