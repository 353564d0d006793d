namespace Kapok.Cluster;

/// <summary>The link that makes its holder an organiser; shown on the terminal when the server is ready.</summary>
public interface IOrganiserLink
{
    /// <summary>Path and query under the server's address, e.g. <c>/link/TOKEN</c>; null when there is none to show.</summary>
    ValueTask<string?> PathAsync(CancellationToken cancellation = default);
}
