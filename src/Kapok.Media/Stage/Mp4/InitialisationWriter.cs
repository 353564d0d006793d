using System.Buffers.Binary;

namespace Kapok.Media.Stage.Mp4;

/// <summary>Writes the initialisation segment of fragmented MP4: ISO/IEC 14496-12, with the sample entries of 14496-14, 14496-15 and "Encapsulation of Opus in ISOBMFF".</summary>
internal static class InitialisationWriter
{
    private const int Capacity = 1400;
    private const uint MovieClock = 1000;
    private const int Undetermined = 0x55C4; // the language "und", five bits a letter

    // The matrix that changes nothing, in 16.16 and 2.30.
    private static ReadOnlySpan<uint> Unity => [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x4000_0000];

    /// <summary>Writes it.</summary>
    /// <param name="format">Tracks whose configurations were looked at.</param>
    /// <param name="audioClock">Ticks a second of the sound.</param>
    public static byte[] Write(StageFormat format, uint audioClock)
    {
        BoxWriter to = new(Capacity);
        int ftyp = to.Begin("ftyp"u8);
        to.Bytes("iso6"u8);
        to.U32(0);
        to.Bytes("iso6cmfcmp41"u8);
        to.End(ftyp);
        int moov = to.Begin("moov"u8);
        MovieHeader(to);
        if (format.Video != StageCodec.None) Track(to, Mp4Format.VideoTrack, StageSample.TicksPerSecond, format);
        if (format.Audio != StageCodec.None) Track(to, Mp4Format.AudioTrack, audioClock, format);
        int mvex = to.Begin("mvex"u8);
        if (format.Video != StageCodec.None) Extends(to, Mp4Format.VideoTrack);
        if (format.Audio != StageCodec.None) Extends(to, Mp4Format.AudioTrack);
        to.End(mvex);
        to.End(moov);
        return to.ToArray();
    }

    private static void MovieHeader(BoxWriter to)
    {
        int box = to.Begin("mvhd"u8, 0, 0);
        to.Zeros(8); // when it was made and changed: not known
        to.U32(MovieClock);
        to.U32(0); // no end
        to.U32(0x10000); // rate 1
        to.U16(0x100); // volume 1
        to.Zeros(10);
        Matrix(to);
        to.Zeros(24);
        to.U32(Mp4Format.AudioTrack + 1); // the next track's id
        to.End(box);
    }

    private static void Track(BoxWriter to, int id, uint clock, StageFormat format)
    {
        bool isVideo = id == Mp4Format.VideoTrack;
        int trak = to.Begin("trak"u8);
        int tkhd = to.Begin("tkhd"u8, 0, 7); // enabled, in the movie, in the preview
        to.Zeros(8);
        to.U32((uint)id);
        to.Zeros(4 + 4 + 8 + 2 + 2); // no end, layer 0, group 0
        to.U16(isVideo ? 0 : 0x100);
        to.U16(0);
        Matrix(to);
        to.U32(isVideo ? (uint)format.Width << 16 : 0);
        to.U32(isVideo ? (uint)format.Height << 16 : 0);
        to.End(tkhd);
        int mdia = to.Begin("mdia"u8);
        int mdhd = to.Begin("mdhd"u8, 0, 0);
        to.Zeros(8);
        to.U32(clock);
        to.U32(0);
        to.U16(Undetermined);
        to.U16(0);
        to.End(mdhd);
        int hdlr = to.Begin("hdlr"u8, 0, 0);
        to.U32(0);
        to.Bytes(isVideo ? "vide"u8 : "soun"u8);
        to.Zeros(12 + 1); // an empty name
        to.End(hdlr);
        Information(to, isVideo, format);
        to.End(mdia);
        to.End(trak);
    }

    private static void Information(BoxWriter to, bool isVideo, StageFormat format)
    {
        int minf = to.Begin("minf"u8);
        int header = isVideo ? to.Begin("vmhd"u8, 0, 1) : to.Begin("smhd"u8, 0, 0);
        to.Zeros(isVideo ? 8 : 4);
        to.End(header);
        int dinf = to.Begin("dinf"u8);
        int dref = to.Begin("dref"u8, 0, 0);
        to.U32(1);
        to.End(to.Begin("url "u8, 0, 1)); // in this very file
        to.End(dref);
        to.End(dinf);
        int stbl = to.Begin("stbl"u8);
        int stsd = to.Begin("stsd"u8, 0, 0);
        to.U32(1);
        if (isVideo) Avc(to, format);
        else Sound(to, format);
        to.End(stsd);
        Empty(to, "stts"u8, 4);
        Empty(to, "stsc"u8, 4);
        Empty(to, "stsz"u8, 8);
        Empty(to, "stco"u8, 4);
        to.End(stbl);
        to.End(minf);
    }

    private static void Avc(BoxWriter to, StageFormat format)
    {
        int box = to.Begin("avc1"u8);
        to.Zeros(6);
        to.U16(1); // where the data is: the one reference above
        to.Zeros(16);
        to.U16(format.Width);
        to.U16(format.Height);
        to.U32(0x48_0000); // 72 dpi
        to.U32(0x48_0000);
        to.U32(0);
        to.U16(1); // one picture a sample
        to.Zeros(32); // no name
        to.U16(0x18); // colour, no transparency
        to.U16(-1);
        int avcC = to.Begin("avcC"u8);
        to.Bytes(format.VideoConfig.Span);
        to.End(avcC);
        to.End(box);
    }

    private static void Sound(BoxWriter to, StageFormat format)
    {
        bool isOpus = format.Audio == StageCodec.Opus;
        int box = to.Begin(isOpus ? "Opus"u8 : "mp4a"u8);
        to.Zeros(6);
        to.U16(1);
        to.Zeros(8);
        to.U16(Math.Max(1, format.Channels));
        to.U16(16); // bits a sample
        to.U32(0);
        // 16.16, which has no room for more than 65,535: then it is in the decoder's configuration alone.
        to.U32(isOpus ? 48_000u << 16 : format.SampleRate <= ushort.MaxValue ? (uint)format.SampleRate << 16 : 0);
        if (isOpus) OpusConfig(to, format.AudioConfig.Span);
        else AacConfig(to, format.AudioConfig.Span);
        to.End(box);
    }

    // Descriptors of ISO/IEC 14496-1 (7.2.6), whose lengths fit into seven bits since the configuration has at most 64 bytes.
    private static void AacConfig(BoxWriter to, ReadOnlySpan<byte> config)
    {
        int box = to.Begin("esds"u8, 0, 0);
        int specific = 2 + config.Length, decoder = 13 + specific;
        to.U8(3); // the elementary stream
        to.U8(3 + 2 + decoder + 3);
        to.U16(0);
        to.U8(0);
        to.U8(4); // its decoder
        to.U8(decoder);
        to.U8(0x40); // MPEG-4 audio
        to.U8(0x15); // sound
        to.Zeros(11); // sizes and rates: not known
        to.U8(5); // its configuration
        to.U8(config.Length);
        to.Bytes(config);
        to.U8(6); // how it is synchronised: as in MP4 files
        to.U8(1);
        to.U8(2);
        to.End(box);
    }

    // The same fields as OpusHead (RFC 7845, section 5.1) without its name, and big-endian.
    private static void OpusConfig(BoxWriter to, ReadOnlySpan<byte> head)
    {
        int box = to.Begin("dOps"u8);
        to.U8(0);
        to.U8(head[9]);
        to.U16(BinaryPrimitives.ReadUInt16LittleEndian(head[10..]));
        to.U32(BinaryPrimitives.ReadUInt32LittleEndian(head[12..]));
        to.U16(BinaryPrimitives.ReadUInt16LittleEndian(head[16..]));
        to.Bytes(head[18..]); // how channels are mapped
        to.End(box);
    }

    private static void Extends(BoxWriter to, int track)
    {
        int box = to.Begin("trex"u8, 0, 0);
        to.U32((uint)track);
        to.U32(1); // the sample entry
        to.Zeros(12);
        to.End(box);
    }

    private static void Empty(BoxWriter to, ReadOnlySpan<byte> type, int zeros)
    {
        int box = to.Begin(type, 0, 0);
        to.Zeros(zeros);
        to.End(box);
    }

    private static void Matrix(BoxWriter to)
    {
        foreach (uint value in Unity) to.U32(value);
    }
}
