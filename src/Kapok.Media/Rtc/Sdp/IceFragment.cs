using System.Text;
using Kapok.Media.Rtc.Ice;

namespace Kapok.Media.Rtc.Sdp;

/// <summary>A piece of SDP that says something of ICE alone (RFC 8840, section 9): by it a peer tells of candidates, or asks for a restart.</summary>
/// <remarks>Everything of it is bounded before it is kept. Candidates are not: a lite agent answers whoever checks it.</remarks>
public sealed class IceFragment
{
    /// <summary>The longest fragment, in characters.</summary>
    public const int MaxLength = 16 * 1024;

    private const int MaxLines = 400, MaxLine = 1024;

    private readonly List<(string Media, string Mid)> _sections = [];

    private IceFragment()
    {
    }

    /// <summary>The peer's credentials: others than before ask for a restart.</summary>
    public IceCredentials? Credentials { get; private set; }

    /// <summary>Reads a fragment.</summary>
    /// <param name="text">The fragment.</param>
    /// <param name="fragment">It, when nothing is wrong.</param>
    /// <returns>False when it is too long, no such thing, or has no credentials as RFC 8839 asks for them.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, out IceFragment fragment)
    {
        fragment = new();
        if (text.Length > MaxLength) return false;
        string? name = null, password = null;
        int lines = 0;
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.IsEmpty) continue;
            if (++lines > MaxLines || line.Length is < 2 or > MaxLine || line[1] != '=') return false;
            if (line.StartsWith("m=") && !fragment.TryBegin(line[2..])) return false;
            if (line.StartsWith("a=mid:") && !fragment.TryName(line[6..].Trim())) return false;
            if (line.StartsWith("a=ice-ufrag:")) name ??= line[12..].Trim().ToString();
            if (line.StartsWith("a=ice-pwd:")) password ??= line[10..].Trim().ToString();
        }
        fragment.Credentials = IceCredentials.OfPeer(name, password);
        return fragment.Credentials is not null;
    }

    /// <summary>What answers a restart: our new credentials, and the same candidates.</summary>
    internal string Answer(SdpTransport transport)
    {
        StringBuilder text = new(512);
        text.Append("a=ice-lite\r\n");
        IEnumerable<string> mids = _sections.Where(section => section.Mid.Length > 0).Select(section => section.Mid);
        if (mids.Any()) text.Append("a=group:BUNDLE ").AppendJoin(' ', mids).Append("\r\n");
        (string media, string mid) = _sections.Count > 0 ? _sections[0] : ("audio 9 UDP/TLS/RTP/SAVPF 0", "");
        text.Append("m=").Append(media).Append("\r\n");
        if (mid.Length > 0) text.Append("a=mid:").Append(mid).Append("\r\n");
        text.Append("a=ice-ufrag:").Append(transport.Credentials.Fragment).Append("\r\na=ice-pwd:").Append(transport.Credentials.Password).Append("\r\n");
        SdpAnswer.Candidates(text, transport);
        return text.ToString();
    }

    private bool TryBegin(ReadOnlySpan<char> media)
    {
        if (_sections.Count == SdpOffer.MaxMedia || media.Length > 200 || media.ContainsAnyExceptInRange(' ', '~')) return false;
        _sections.Add((media.ToString(), ""));
        return true;
    }

    // What is repeated in an answer must not carry a line of its own.
    private bool TryName(ReadOnlySpan<char> mid)
    {
        if (_sections.Count == 0 || mid.Length is 0 or > 32 || mid.ContainsAnyExceptInRange('!', '~')) return false;
        _sections[^1] = (_sections[^1].Media, mid.ToString());
        return true;
    }
}
