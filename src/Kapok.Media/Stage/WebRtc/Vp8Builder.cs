namespace Kapok.Media.Stage.WebRtc;

/// <summary>Pictures of VP8 from their packets (RFC 7741, section 4).</summary>
internal sealed class Vp8Builder : PictureBuilder
{
    private const int KeyHeaderBytes = 10; // RFC 6386, section 9.1

    private PictureFormat? _format;

    /// <inheritdoc/>
    public override PictureFormat? Format => _format;

    /// <inheritdoc/>
    public override bool TryTake(ReadOnlySpan<byte> payload)
    {
        if (!TryDescribe(payload, out bool begins, out int header)) return false;
        if (begins != (Length == 0)) return false; // a picture begins with the start of its first partition, and only there
        ReadOnlySpan<byte> data = payload[header..];
        if (begins) IsKey = (data[0] & 0x01) == 0;
        return TryAppend(data);
    }

    /// <inheritdoc/>
    protected override bool IsComplete()
    {
        if (!IsKey) return true;
        ReadOnlySpan<byte> data = Bytes;
        if (data.Length < KeyHeaderBytes || data[3] != 0x9D || data[4] != 0x01 || data[5] != 0x2A) return false;
        int width = (data[6] | (data[7] << 8)) & 0x3FFF, height = (data[8] | (data[9] << 8)) & 0x3FFF; // the upper two bits are a scale that nobody uses
        if (width == 0 || height == 0) return false;
        if (_format is null || (_format.Width, _format.Height) != (width, height)) _format = new(width, height, []);
        return true;
    }

    // The descriptor's length depends on X, I, M, L, T and K (section 4.2).
    private static bool TryDescribe(ReadOnlySpan<byte> payload, out bool begins, out int header)
    {
        begins = (payload[0] & 0x10) != 0 && (payload[0] & 0x07) == 0;
        header = 1;
        if ((payload[0] & 0x80) != 0)
        {
            if (payload.Length < 2) return false;
            byte extra = payload[1];
            header = 2;
            if ((extra & 0x80) != 0) header += header < payload.Length && (payload[header] & 0x80) != 0 ? 2 : 1;
            if ((extra & 0x40) != 0) header++;
            if ((extra & 0x30) != 0) header++;
        }
        return header < payload.Length;
    }
}
