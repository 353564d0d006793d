using System.Text;

namespace Kapok.Sockets.Door;

/// <summary>Takes connections whose first request is a GET for one path, with or without a query.</summary>
/// <remarks>A later request for it on a connection that was kept alive reaches the web server, which has to serve it too.</remarks>
/// <param name="path">The path, such as <c>/rt</c>.</param>
/// <param name="take">What is done with them.</param>
public sealed class PathTaker(string path, Action<AcceptedSocket> take) : IConnectionTaker
{
    private readonly byte[] _start = Encoding.ASCII.GetBytes($"GET {path}");

    /// <inheritdoc/>
    public Match Look(ReadOnlySpan<byte> first)
    {
        if (first.Length <= _start.Length) return _start.AsSpan().StartsWith(first) ? Match.Perhaps : Match.No;
        return first.StartsWith(_start) && first[_start.Length] is (byte)' ' or (byte)'?' ? Match.Yes : Match.No;
    }

    /// <inheritdoc/>
    public void Take(AcceptedSocket socket) => take(socket);
}
