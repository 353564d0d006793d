using System.Net.Sockets;
using Kapok.Media.Rtc.Transport;
using Kapok.Sockets.Door;

namespace Kapok.Server.Voice;

/// <summary>Lets voices in by TCP on the web port: connections that begin with an ICE check go to the voice server.</summary>
internal sealed class IceEntrance(VoiceService voices) : IConnectionTaker
{
    /// <inheritdoc/>
    public Match Look(ReadOnlySpan<byte> first) => IceTcp.IsIceTcp(first) ? Match.Yes : IceTcp.MayBecomeIceTcp(first) ? Match.Perhaps : Match.No;

    /// <inheritdoc/>
    public void Take(AcceptedSocket socket)
    {
        if (voices.Rtc is not { } rtc)
        {
            socket.Close();
            return;
        }
        try
        {
            rtc.Adopt(socket.ToSocket(), []); // what was looked at is still in the socket
        }
        catch (SocketException)
        {
            // gone already
        }
    }
}
