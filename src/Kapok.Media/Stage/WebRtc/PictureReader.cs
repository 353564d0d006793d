using Kapok.Media.Rtc.Taps;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>A picture and when it was taken.</summary>
/// <param name="Picture">The picture.</param>
/// <param name="Timestamp">In units of the codec's clock.</param>
internal readonly record struct TimedPicture(Picture Picture, uint Timestamp);

/// <summary>Makes pictures of a track's packets: in order, whole ones only, and after a loss from the next one on from which decoding can begin.</summary>
/// <remarks>One thread at a time.</remarks>
internal sealed class PictureReader(PictureBuilder builder)
{
    // What comes again after a loss comes within the three times that it is asked for.
    private const double PatienceMs = 250;

    private const int MostPackets = 1024; // a picture of 1.2 MB

    private readonly PacketOrder _order = new(MostPackets, PatienceMs);
    private uint? _source;
    private uint _timestamp;
    private bool _hasBegun, _isSpoilt, _awaitsKey = true;

    /// <summary>A whole picture is needed to go on; who reads it asks the publisher, and takes the wish back.</summary>
    public bool WantsKey { get; set; }

    /// <summary>Pictures that were lost or were of no use.</summary>
    public long Lost { get; private set; }

    /// <summary>What the pictures are; null before the first whole one.</summary>
    public PictureFormat? Format => builder.Format;

    /// <summary>Takes a packet in.</summary>
    public void Put(in TappedPacket packet)
    {
        if (packet.Header.Ssrc != _source)
        {
            if (_source is not null) Lose();
            _source = packet.Header.Ssrc;
            _order.Restart();
        }
        _order.Put(packet);
    }

    /// <summary>Makes pictures of the packets whose turn has come.</summary>
    /// <param name="nowMs">The server's clock.</param>
    /// <param name="pictures">Is given each picture.</param>
    public void Read(double nowMs, Action<TimedPicture> pictures)
    {
        while (_order.TryTake(nowMs, out OrderedPacket packet))
        {
            if (packet.IsAfterGap) Lose();
            else if (_hasBegun && packet.Timestamp != _timestamp) End(pictures); // its last packet was not marked
            if (packet.Payload.IsEmpty) continue; // padding, by which a sender measures its way
            (_hasBegun, _timestamp) = (true, packet.Timestamp);
            if (!_isSpoilt && !builder.TryTake(packet.Payload)) _isSpoilt = true;
            if (packet.IsMarked) End(pictures);
        }
    }

    private void End(Action<TimedPicture> pictures)
    {
        bool isNothing = builder.IsEmpty && !_isSpoilt; // parameter sets alone
        bool isWhole = builder.TryFinish(out Picture picture) && !_isSpoilt;
        (_hasBegun, _isSpoilt) = (false, false);
        if (isNothing) return;
        if (!isWhole || (_awaitsKey && !picture.IsKey))
        {
            Await();
            return;
        }
        _awaitsKey = false;
        pictures(new(picture, _timestamp));
    }

    // What follows builds on what is lost.
    private void Lose()
    {
        builder.Clear();
        (_hasBegun, _isSpoilt) = (false, false);
        Await();
    }

    private void Await()
    {
        Lost++;
        (_awaitsKey, WantsKey) = (true, true);
    }
}
