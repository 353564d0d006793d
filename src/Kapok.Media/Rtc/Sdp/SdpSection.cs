using System.Security.Cryptography;
using Kapok.Media.Rtc.Codecs;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>What a media section is used for.</summary>
public enum SectionUse
{
    /// <summary>Nothing: it is refused.</summary>
    Refused,

    /// <summary>A track of the peer's comes in.</summary>
    Publish,

    /// <summary>Tracks go out to the peer, one after another.</summary>
    Subscribe,
}

/// <summary>What the answer to one media section is.</summary>
/// <param name="Offered">The section of the offer.</param>
/// <param name="Use">What it is used for.</param>
/// <param name="Formats">What is taken of it: one format of a track, one or more of a subscription, none where it is refused.</param>
public sealed record SdpSection(SdpMedia Offered, SectionUse Use, IReadOnlyList<SdpFormat> Formats)
{
    /// <summary>What the owner of the session calls the track; means nothing here.</summary>
    public int Label { get; init; }

    /// <summary>Sound is music: neither cut at its pauses nor mixed down to mono, and what is not silence counts as sound.</summary>
    public bool IsMusic { get; init; }

    /// <summary>Source of what we send in it, 0 for none.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Source of what we send again in it, 0 for none.</summary>
    public uint RtxSsrc { get; init; }

    /// <summary>Sound or pictures.</summary>
    public MediaKind Kind => Formats[0].Codec.Kind;

    /// <summary>Whether packets carry their transport-wide number and the receiver tells when they came: of what comes in where it is offered; of what goes out
    /// for pictures only, since voices need no estimate.</summary>
    public bool HasCongestion => Formats.Count > 0 && (Use == SectionUse.Publish || Kind == MediaKind.Video) && Formats.All(Offered.TakesCongestion);

    /// <summary>A refusal.</summary>
    public static SdpSection Refuse(SdpMedia offered) => new(offered, SectionUse.Refused, []);

    /// <summary>A track comes in.</summary>
    /// <param name="offered">The section of the offer.</param>
    /// <param name="format">The only format that the peer may send.</param>
    /// <param name="label">What the owner calls it.</param>
    /// <param name="isMusic">Whether sound is music.</param>
    public static SdpSection Publish(SdpMedia offered, SdpFormat format, int label = 0, bool isMusic = false) =>
        new(offered, SectionUse.Publish, [format]) { Label = label, IsMusic = isMusic };

    /// <summary>Tracks go out.</summary>
    /// <param name="offered">The section of the offer.</param>
    /// <param name="formats">Whatever the peer may be sent, at least one, all of one kind.</param>
    /// <param name="isMusic">Whether sound is music.</param>
    public static SdpSection Subscribe(SdpMedia offered, IReadOnlyList<SdpFormat> formats, bool isMusic = false) =>
        new(offered, SectionUse.Subscribe, formats) { IsMusic = isMusic, Ssrc = NewSource(), RtxSsrc = formats.Any(format => format.RtxType >= 0) ? NewSource() : 0 };

    private static uint NewSource() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
