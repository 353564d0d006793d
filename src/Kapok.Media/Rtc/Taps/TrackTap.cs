using System.Buffers;
using Kapok.Media.Rtc.Rtp;
using Kapok.Media.Rtc.Sessions;

namespace Kapok.Media.Rtc.Taps;

/// <summary>A packet of a track as a tap gives it.</summary>
/// <remarks>It points into the tap's memory: valid during the call that gives it.</remarks>
/// <param name="header">Its header; extensions are in <paramref name="packet"/>.</param>
/// <param name="packet">The plain packet, header and padding included.</param>
/// <param name="payload">Its payload without padding.</param>
/// <param name="index">Sequence number without wraps: rollover counter × 65,536 + number. It begins anew with each source (<see cref="RtpHeader.Ssrc"/>).</param>
/// <param name="arrivalMs">When it came, in milliseconds of the server's clock, with fraction.</param>
public readonly ref struct TappedPacket(in RtpHeader header, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> payload, ulong index, double arrivalMs)
{
    /// <summary>Its header.</summary>
    public RtpHeader Header { get; } = header;

    /// <summary>The plain packet.</summary>
    public ReadOnlySpan<byte> Packet { get; } = packet;

    /// <summary>Its payload without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Sequence number without wraps.</summary>
    public ulong Index { get; } = index;

    /// <summary>When it came.</summary>
    public double ArrivalMs { get; } = arrivalMs;
}

/// <summary>Is given a packet of a track.</summary>
public delegate void TappedPacketHandler(in TappedPacket packet);

/// <summary>Listens to a track beside its subscriptions: every packet as it came, decrypted, in the order of arrival. For captions, a tape, HLS.</summary>
/// <remarks>
/// <para>The shard that receives the track copies packets into a batch and never waits for whoever reads. Two batches change hands by single exchanges
/// of a reference, so there is no lock that a reader who loses the processor could hold: one is being filled, one waits to be read, one is being read.
/// Who reads too slowly loses the batch that waits, the oldest, and <see cref="Dropped"/> counts its packets; nobody else notices.</para>
/// <para>One thread at a time reads. <see cref="Dispose"/> gives the memory back; a tap that nobody disposes of keeps its batches.</para>
/// </remarks>
public sealed class TrackTap : IDisposable
{
    /// <summary>The most packets a tap holds.</summary>
    public const int MostCapacity = 16_384;

    private readonly RtcTrack _track;
    private readonly ArrayPool<byte> _pool;
    private readonly int _batchPackets, _batchBytes;
    private TapBatch? _filling, _ready, _spare;
    private TaskCompletionSource? _waiter;
    private long _dropped, _taken;
    private int _isDisposed, _hasEnded;

    internal TrackTap(RtcTrack track, ArrayPool<byte> pool, int capacity, int packetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)(capacity - 2), (uint)(MostCapacity - 2), nameof(capacity));
        (_track, _pool, _batchPackets) = (track, pool, (capacity + 1) / 2);
        _batchBytes = _batchPackets * packetBytes;
    }

    /// <summary>Packets that were lost because they were not read in time.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Packets that the tap took from the track, lost ones included.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>The track is over: what was taken before can still be read.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded) != 0;

    internal bool IsDisposed => Volatile.Read(ref _isDisposed) != 0;

    /// <summary>Reads what waits.</summary>
    /// <param name="handler">Is given each packet. What it throws is the caller's; the rest of what waited is then lost.</param>
    /// <returns>How many packets.</returns>
    public int Drain(TappedPacketHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        int count = 0;
        while (!IsDisposed && Interlocked.Exchange(ref _ready, null) is { } batch)
        {
            count += batch.Count;
            try
            {
                batch.Give(handler);
            }
            finally
            {
                batch.Clear();
                GiveBack(batch);
            }
        }
        return count;
    }

    /// <summary>Waits until something can be read, or the track is over.</summary>
    /// <returns>Whether something can be read; false when the track is over and everything was read.</returns>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellation = default)
    {
        while (true)
        {
            TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _waiter, waiter);
            Interlocked.MemoryBarrier(); // either the shard sees the waiter, or this sees what it made ready
            if (Volatile.Read(ref _ready) is not null) return true;
            if (HasEnded || IsDisposed) return Volatile.Read(ref _ready) is not null; // made ready in between
            await waiter.Task.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the listening and gives the memory back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        _track.Remove(this);
        Release(ref _ready);
        Release(ref _spare);
        Wake();
    }

    /// <summary>Takes a packet in. The track's shard calls.</summary>
    internal void Take(in RtpHeader header, ReadOnlySpan<byte> packet, int payloadBytes, ulong index, double nowMs)
    {
        if (IsDisposed) return; // its memory is given back by the shard soon
        Volatile.Write(ref _taken, _taken + 1);
        _filling ??= Interlocked.Exchange(ref _spare, null) ?? new(_pool, _batchPackets, _batchBytes);
        if (!_filling.TryAdd(header, packet, payloadBytes, index, nowMs))
        {
            // The batch that waits is the oldest there is.
            if (Interlocked.Exchange(ref _ready, null) is { } oldest) Lose(oldest);
            Publish();
            _filling = Interlocked.Exchange(ref _spare, null) ?? new(_pool, _batchPackets, _batchBytes);
            if (!_filling.TryAdd(header, packet, payloadBytes, index, nowMs)) Volatile.Write(ref _dropped, _dropped + 1); // longer than a whole batch
        }
        if (Volatile.Read(ref _ready) is null) Publish();
    }

    /// <summary>The track is over, or the tap was disposed of. The track's shard calls, or whoever ends a session that has none.</summary>
    internal void End()
    {
        if (_filling is { Count: > 0 } && !IsDisposed)
        {
            if (Interlocked.Exchange(ref _ready, null) is { } oldest) _filling = oldest.Merge(_filling, ref _dropped);
            Publish();
        }
        Release(ref _filling);
        Volatile.Write(ref _hasEnded, 1);
        if (IsDisposed)
        {
            Release(ref _ready);
            Release(ref _spare);
        }
        Wake();
    }

    private void Publish()
    {
        if (_filling is null) return;
        TapBatch? before = Interlocked.Exchange(ref _ready, _filling);
        _filling = null;
        if (before is not null) Lose(before);
        if (IsDisposed) Release(ref _ready); // disposed of in between: nobody would give it back
        else Wake();
    }

    private void Lose(TapBatch batch)
    {
        Volatile.Write(ref _dropped, _dropped + batch.Count);
        batch.Clear();
        GiveBack(batch);
    }

    private void GiveBack(TapBatch batch)
    {
        Interlocked.Exchange(ref _spare, batch)?.Release();
        if (IsDisposed) Release(ref _spare);
    }

    private void Wake()
    {
        Interlocked.MemoryBarrier();
        Interlocked.Exchange(ref _waiter, null)?.TrySetResult();
    }

    private static void Release(ref TapBatch? batch) => Interlocked.Exchange(ref batch, null)?.Release();
}
