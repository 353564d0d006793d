using System.Net.Sockets;
using Kapok.Media.Stage.Rtmp;
using Kapok.Sockets.Door;

namespace Kapok.Server.Stage;

/// <summary>Lets encoders in on the web port: connections that begin with RTMP's handshake go to the RTMP server.</summary>
internal sealed class RtmpEntrance(RtmpServer rtmp) : IConnectionTaker
{
    /// <inheritdoc/>
    public Match Look(ReadOnlySpan<byte> first) => RtmpHandshake.IsRtmp(first) switch { true => Match.Yes, null => Match.Perhaps, false => Match.No };

    /// <inheritdoc/>
    public void Take(AcceptedSocket socket)
    {
        try
        {
            _ = rtmp.AdoptAsync(socket.ToSocket()); // what was looked at is still in the socket
        }
        catch (SocketException)
        {
            // gone already
        }
    }
}
