using System.Net;
using System.Net.Sockets;

namespace Kapok.Media.Rtc.Transport;

/// <summary>Opens the UDP sockets of all shards on one port.</summary>
internal static class Ports
{
    private const int SocketLevel = 1, ReusePort = 15; // SOL_SOCKET, SO_REUSEPORT of Linux
    private const int KernelBufferBytes = 4 * 1024 * 1024; // a fifth of a second of 100,000 packets; the kernel gives less when its limit is lower

    /// <summary>Opens as many sockets as there are shards, all on the same port, so that the kernel spreads peers over them by their address.</summary>
    /// <param name="address">Where to listen; any IPv6 address takes IPv4 too.</param>
    /// <param name="port">Port, 0 for any.</param>
    /// <param name="count">Shards. More than one needs Linux.</param>
    /// <param name="native">Whether to use the calls of Linux when they are there.</param>
    /// <exception cref="SocketException">The port is taken, or the address is not this machine's.</exception>
    public static IDatagramPort[] Open(IPAddress address, int port, int count, bool native)
    {
        IDatagramPort[] ports = new IDatagramPort[count];
        try
        {
            for (int at = 0; at < count; at++)
            {
                Socket socket = Open(address, port, shares: count > 1);
                ports[at] = native && LinuxCalls.AreHere ? new LinuxPort(socket) : new PortablePort(socket);
                port = ports[at].Number;
            }
            return ports;
        }
        catch (SocketException)
        {
            foreach (IDatagramPort? opened in ports) opened?.Dispose();
            throw;
        }
    }

    private static Socket Open(IPAddress address, int port, bool shares)
    {
        // One kind of socket for both families; IPv4 comes as ::ffff:a.b.c.d.
        Socket socket = new(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.DualMode = true;
            if (shares) socket.SetRawSocketOption(SocketLevel, ReusePort, [1, 0, 0, 0]);
            (socket.ReceiveBufferSize, socket.SendBufferSize) = (KernelBufferBytes, KernelBufferBytes);
            socket.Bind(new IPEndPoint(address.AddressFamily == AddressFamily.InterNetwork ? (address.Equals(IPAddress.Any) ? IPAddress.IPv6Any : address.MapToIPv6())
                : address, port));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }
}
