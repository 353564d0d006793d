using System.Runtime.InteropServices;
using Kapok.Media.Rtc.Ice;
using static Kapok.Media.Rtc.Transport.LinuxCalls;

namespace Kapok.Media.Rtc.Transport;

/// <summary>The memory of one direction: headers, vectors, addresses and buffers that point to each other.</summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>Datagrams of a batch.</summary>
    public const int Size = 128;

    /// <summary>A message for each datagram; its length is in its vector.</summary>
    public readonly Message* Messages = (Message*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(Message));
    /// <summary>Where each datagram lies.</summary>
    public readonly Vector* Vectors = (Vector*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(Vector));
    private readonly byte* _names = (byte*)NativeMemory.AllocZeroed(Size, PeerAddress.NativeBytes);
    private readonly byte* _buffers = (byte*)NativeMemory.AllocZeroed(Size, IDatagramPort.BufferBytes);

    /// <summary>Takes the memory.</summary>
    public DatagramBatch()
    {
        for (int at = 0; at < Size; at++)
        {
            Vectors[at] = new() { Bytes = _buffers + (at * IDatagramPort.BufferBytes), Length = IDatagramPort.BufferBytes };
            Messages[at] = new() { Name = _names + (at * PeerAddress.NativeBytes), NameLength = PeerAddress.NativeBytes, Vectors = Vectors + at, VectorCount = 1 };
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(Messages);
        NativeMemory.Free(Vectors);
        NativeMemory.Free(_names);
        NativeMemory.Free(_buffers);
    }
}
