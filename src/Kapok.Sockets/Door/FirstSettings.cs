using System.Buffers.Binary;

namespace Kapok.Sockets.Door;

/// <summary>The frame with which a server of HTTP/2 begins (RFC 9113, section 3.4).</summary>
internal static class FirstSettings
{
    private const int HeaderBytes = 9, EntryBytes = 6, SettingsType = 4, EnableConnectProtocol = 8;

    /// <summary>Takes back the offer of WebSockets within the connection (RFC 8441, section 3), which Kestrel makes and cannot be told not to make.</summary>
    /// <remarks>
    /// A browser that is offered it opens its world socket inside the connection of its page, past the loop that keeps world sockets at a third of the cost; without the offer it
    /// opens one of its own, by HTTP/1.1, and with the session that the page's connection has begun.
    /// </remarks>
    /// <param name="frames">What the server sends first.</param>
    public static void WithoutWebSockets(Span<byte> frames)
    {
        if (frames.Length < HeaderBytes || frames[3] != SettingsType) return;
        int length = (frames[0] << 16) | (frames[1] << 8) | frames[2];
        Span<byte> entries = frames.Slice(HeaderBytes, Math.Min(length, frames.Length - HeaderBytes));
        for (; entries.Length >= EntryBytes; entries = entries[EntryBytes..])
        {
            if (BinaryPrimitives.ReadUInt16BigEndian(entries) == EnableConnectProtocol) BinaryPrimitives.WriteUInt32BigEndian(entries[2..], 0);
        }
    }
}
