namespace Kapok.Media.Stage.Rtmp;

/// <summary>Kinds of messages (RTMP 1.0, sections 5.4 and 7.1).</summary>
internal static class RtmpType
{
    public const byte SetChunkSize = 1, Abort = 2, Acknowledgement = 3, UserControl = 4, WindowSize = 5, PeerBandwidth = 6, Audio = 8, Video = 9,
        Data3 = 15, Command3 = 17, Data = 18, Command = 20;
}

/// <summary>One message, put together from its chunks.</summary>
/// <param name="Type">See <see cref="RtmpType"/>.</param>
/// <param name="StreamId">Of which stream of the connection it is; 0 for the connection itself.</param>
/// <param name="Timestamp">Milliseconds, from anywhere, of 32 bits that wrap.</param>
/// <param name="Body">What it says, owned by whoever has the message.</param>
internal readonly record struct RtmpMessage(byte Type, uint StreamId, uint Timestamp, ReadOnlyMemory<byte> Body);
