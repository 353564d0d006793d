using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Transport;

/// <summary>A UDP socket that receives and sends in batches.</summary>
/// <remarks>One thread owns it; only <see cref="Wake"/> is for others.</remarks>
internal interface IDatagramPort : IDisposable
{
    /// <summary>Room for one datagram.</summary>
    const int BufferBytes = 1536;

    /// <summary>The port number.</summary>
    int Number { get; }

    /// <summary>Datagrams that could not be sent.</summary>
    long Unsent { get; }

    /// <summary>Receives what is there, without waiting.</summary>
    /// <returns>How many datagrams; 0 when there are none.</returns>
    int Receive();

    /// <summary>A datagram of the last batch; valid until the next call of <see cref="Receive"/>.</summary>
    Span<byte> Datagram(int at, out PeerAddress from);

    /// <summary>A buffer for the next datagram to send. Sends the batch first when it is full.</summary>
    Span<byte> Next();

    /// <summary>Queues what was written to the buffer that <see cref="Next"/> gave.</summary>
    void Commit(int length, in PeerAddress to);

    /// <summary>Sends everything queued.</summary>
    void Flush();

    /// <summary>Waits for a datagram, a wake-up, or the end of a time.</summary>
    void Wait(int milliseconds);

    /// <summary>Ends a wait. Any thread may call it.</summary>
    void Wake();
}
