using Kapok.Media.Rtc.Codecs;

namespace Kapok.Media.Stage.WebRtc;

/// <summary>Puts the packets of one picture together again, by the payload format of its codec.</summary>
/// <remarks>Reads payloads of strangers: never past their end, and what is malformed spoils its picture alone. One thread at a time.</remarks>
internal abstract class PictureBuilder
{
    /// <summary>The largest picture, in bytes: what is larger is no picture of 8 Mbit/s.</summary>
    public const int MostBytes = 4 << 20;

    private byte[] _bytes = new byte[16 * 1024];

    /// <summary>Bytes of the picture so far.</summary>
    protected int Length { get; private set; }

    /// <summary>Nothing came that is shown: no picture is lost if it goes.</summary>
    public bool IsEmpty => Length == 0;

    /// <summary>Decoding may begin with it.</summary>
    protected bool IsKey { get; set; }

    /// <summary>What is gathered of the picture.</summary>
    protected Span<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>For a codec; null for one whose packets are only passed on.</summary>
    public static PictureBuilder? For(RtpCodec codec) => codec == RtpCodec.H264 ? new H264Builder() : codec == RtpCodec.Vp8 ? new Vp8Builder() : null;

    /// <summary>Takes the next packet of the picture in.</summary>
    /// <param name="payload">Its payload; not empty.</param>
    /// <returns>False when it is malformed or out of place: the picture is of no use.</returns>
    public abstract bool TryTake(ReadOnlySpan<byte> payload);

    /// <summary>The picture is complete.</summary>
    /// <param name="picture">It; its data is a copy of its own.</param>
    /// <returns>False when something of it is missing.</returns>
    public bool TryFinish(out Picture picture)
    {
        picture = default;
        bool isWhole = Length > 0 && IsComplete();
        if (isWhole) picture = new(IsKey, Bytes.ToArray());
        Clear();
        return isWhole;
    }

    /// <summary>Forgets what is there of a picture.</summary>
    public virtual void Clear() => (Length, IsKey) = (0, false);

    /// <summary>What the newest whole picture says of the track; null before the first.</summary>
    public abstract PictureFormat? Format { get; }

    /// <summary>Whether the packets that came are a picture from its beginning to its end.</summary>
    protected abstract bool IsComplete();

    /// <summary>Adds to the picture.</summary>
    /// <returns>False when it becomes too large.</returns>
    protected bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > MostBytes) return false;
        if (_bytes.Length < Length + bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }
}

/// <summary>A picture as it was encoded.</summary>
internal readonly record struct Picture(bool IsKey, byte[] Data);

/// <summary>What pictures of a track are: size in pixels, and the decoder's configuration where the codec has one.</summary>
internal sealed record PictureFormat(int Width, int Height, byte[] Config)
{
    /// <summary>Whether nothing differs.</summary>
    public bool Is(PictureFormat? other) => other is not null && (Width, Height) == (other.Width, other.Height) && Config.AsSpan().SequenceEqual(other.Config);
}
