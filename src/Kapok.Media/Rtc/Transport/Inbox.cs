using System.Collections.Concurrent;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc.Transport;

/// <summary>What a packet from another thread is.</summary>
internal enum Parcel : byte
{
    /// <summary>A protected packet for a session whose home is here, that came to another shard or by TCP. The target is its path.</summary>
    FromPeer,

    /// <summary>A STUN message that came by TCP. The target is the carrier.</summary>
    StunByTcp,

    /// <summary>A plain packet of a track, to be forwarded to this shard's listeners. The target is the track.</summary>
    OfTrack,
}

/// <summary>What other threads hand to a shard: packets through a ring of buffers, and rare work as delegates.</summary>
/// <remarks>Bounded: when the ring is full, packets are lost and counted, as a socket's buffer would lose them. Any thread posts; the shard takes.</remarks>
internal sealed class Inbox
{
    private const int Size = 512; // 0.8 MB, made when the first packet is posted

    private readonly ConcurrentQueue<(RtcSession? Of, Action Work)> _work = new();
    private readonly Lock _posting = new();
    private Entry[]? _entries;
    private byte[]? _buffers;
    private long _posted, _taken;
    private int _isAsleep;

    /// <summary>Packets lost because the ring was full.</summary>
    public long Lost { get; private set; }

    /// <summary>Nothing waits.</summary>
    public bool IsEmpty => _work.IsEmpty && Volatile.Read(ref _taken) == Volatile.Read(ref _posted);

    /// <summary>Hands work over.</summary>
    /// <param name="of">The session that pays when it fails; null for nobody's.</param>
    /// <param name="work">The work.</param>
    public void Post(RtcSession? of, Action work) => _work.Enqueue((of, work));

    /// <summary>Hands a packet over; it is copied.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="target">What it belongs to.</param>
    /// <param name="index">Of a plain packet: rollover counter × 65,536 + sequence number.</param>
    /// <param name="life">Of a plain packet: which of its track's sources it is of. The track may have another by the time it is taken.</param>
    /// <param name="packet">The packet.</param>
    public void Post(Parcel kind, object target, ulong index, int life, ReadOnlySpan<byte> packet)
    {
        lock (_posting)
        {
            if (_posted - Volatile.Read(ref _taken) == Size || packet.Length > IDatagramPort.BufferBytes)
            {
                Lost++;
                return;
            }
            _entries ??= new Entry[Size];
            _buffers ??= new byte[Size * IDatagramPort.BufferBytes];
            int at = (int)(_posted % Size);
            _entries[at] = new(kind, target, index, life, packet.Length);
            packet.CopyTo(_buffers.AsSpan(at * IDatagramPort.BufferBytes));
            Volatile.Write(ref _posted, _posted + 1);
        }
    }

    /// <summary>Takes work.</summary>
    public bool TryTake(out RtcSession? of, out Action work)
    {
        bool isThere = _work.TryDequeue(out (RtcSession? Of, Action Work) next);
        (of, work) = next;
        return isThere;
    }

    /// <summary>Looks at the next packet; <see cref="Done"/> gives its buffer back.</summary>
    public bool TryTake(out Entry entry, out Span<byte> packet)
    {
        entry = default;
        packet = default;
        if (_taken == Volatile.Read(ref _posted)) return false;
        int at = (int)(_taken % Size);
        entry = _entries![at];
        packet = _buffers.AsSpan(at * IDatagramPort.BufferBytes, entry.Length);
        return true;
    }

    /// <summary>The packet taken last was dealt with.</summary>
    public void Done()
    {
        _entries![(int)(_taken % Size)] = default; // lets a session that ended be collected
        Volatile.Write(ref _taken, _taken + 1);
    }

    /// <summary>The shard is about to wait. It waits only if the inbox is still empty after this.</summary>
    public void FallAsleep() => Interlocked.Exchange(ref _isAsleep, 1);

    /// <summary>The shard is awake.</summary>
    public void WakeUp() => Volatile.Write(ref _isAsleep, 0);

    /// <summary>Whether whoever just posted has to wake the shard; true once for each sleep.</summary>
    public bool MustWake() => Interlocked.Exchange(ref _isAsleep, 0) == 1;

    /// <summary>What belongs to a packet.</summary>
    internal readonly record struct Entry(Parcel Kind, object Target, ulong Index, int Life, int Length);
}
