using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Kapok.Media.Rtc.Ice;
using static Kapok.Media.Rtc.Transport.LinuxCalls;

namespace Kapok.Media.Rtc.Transport;

/// <summary>Datagrams of one length in a row to one address, as one message that the kernel cuts (UDP_SEGMENT, Linux 4.18): its way down is gone once and not for each.</summary>
/// <remarks>
/// The last of a message may be shorter. Not every way takes it: a network card that computes no checksums refuses, and so does a link whose datagrams
/// are shorter than ours. Then they are sent one by one, and after some refusals in a row all of them are. One thread owns it.
/// </remarks>
internal sealed unsafe class Segments(bool areKnown) : IDisposable
{
    private const int UdpLevel = 17, SegmentLength = 103; // SOL_UDP, UDP_SEGMENT
    private const int MostSegments = 40; // the kernel's limit is 64, and 64 KiB
    private const int ControlBytes = 24, HeaderBytes = 18; // struct cmsghdr of 16 bytes and two of the value; the former is rounded up to eight
    private const int MostRefusals = 16;

    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(DatagramBatch.Size, ControlBytes);
    private readonly int[] _first = new int[DatagramBatch.Size];
    private int _refusals;

    /// <summary>The messages.</summary>
    public readonly Message* Messages = (Message*)NativeMemory.AllocZeroed(DatagramBatch.Size, (nuint)sizeof(Message));

    /// <summary>Whether messages of several datagrams are made.</summary>
    public bool AreUsed => areKnown && _refusals < MostRefusals;

    /// <summary>Whether the kernel knows it.</summary>
    public static bool AreKnown(Socket socket)
    {
        try
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            return socket.GetRawSocketOption(UdpLevel, SegmentLength, length) == sizeof(int);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Makes the messages of a batch.</summary>
    /// <param name="batch">The batch; its memory is referred to.</param>
    /// <param name="queued">Datagrams in it.</param>
    /// <returns>How many messages.</returns>
    public int Group(DatagramBatch batch, int queued)
    {
        int count = 0;
        for (int at = 0; at < queued; count++)
        {
            _first[count] = at;
            ref Message message = ref Messages[count];
            message = batch.Messages[at];
            int run = AreUsed ? RunAt(batch, at, queued) : 1;
            at += run;
            if (run == 1) continue;
            message.VectorCount = (nuint)run;
            message.Control = _controls + (count * ControlBytes);
            message.ControlLength = ControlBytes;
            Span<byte> control = new(message.Control, ControlBytes);
            BinaryPrimitives.WriteInt64LittleEndian(control, HeaderBytes);
            BinaryPrimitives.WriteInt32LittleEndian(control[8..], UdpLevel);
            BinaryPrimitives.WriteInt32LittleEndian(control[12..], SegmentLength);
            BinaryPrimitives.WriteUInt16LittleEndian(control[16..], (ushort)message.Vectors->Length);
        }
        return count;
    }

    /// <summary>Messages were sent.</summary>
    public void Went(int first, int count)
    {
        for (int at = first; _refusals > 0 && at < first + count; at++)
        {
            if (CountOf(at) > 1) _refusals = 0;
        }
    }

    /// <summary>A message could not be sent, and not because there is no room now.</summary>
    /// <returns>Whether its datagrams are to be sent one by one.</returns>
    public bool Refused(int message)
    {
        if (CountOf(message) == 1) return false;
        _refusals++;
        return true;
    }

    /// <summary>The first datagram of a message.</summary>
    public int FirstOf(int message) => _first[message];

    /// <summary>Datagrams of a message.</summary>
    public int CountOf(int message) => (int)Messages[message].VectorCount;

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(Messages);
        NativeMemory.Free(_controls);
    }

    // An empty datagram goes by itself: as a segment it would be none.
    private static int RunAt(DatagramBatch batch, int first, int queued)
    {
        ReadOnlySpan<byte> name = new(batch.Messages[first].Name, PeerAddress.NativeBytes);
        nuint length = batch.Vectors[first].Length;
        int most = Math.Min(queued, first + MostSegments), at = first + 1;
        for (; at < most && batch.Vectors[at].Length is > 0 and var next && next <= length && name.SequenceEqual(new(batch.Messages[at].Name, PeerAddress.NativeBytes)); at++)
        {
            if (next < length) return at + 1 - first;
        }
        return at - first;
    }
}
