namespace RulesEngine.Outputs.Sinks.Elasticsearch;

/// <summary>What became of the alerts given to Elasticsearch.</summary>
/// <param name="Accepted">Alerts taken from the output thread.</param>
/// <param name="Delivered">Documents the cluster has.</param>
/// <param name="Retried">Documents sent again after the cluster refused them for now.</param>
/// <param name="Rejected">Documents the cluster refused for good; in the dead letter file if there is one.</param>
/// <param name="Dropped">Alerts given up: the queue was full, or the cluster was away for too long.</param>
public sealed record ElasticsearchCounters(long Accepted, long Delivered, long Retried, long Rejected, long Dropped);
