namespace Kapok.Sockets.Tls;

/// <summary>Reads the message ClientHello (RFC 8446, section 4.1.2; before TLS 1.3, RFC 5246, section 7.4.1.2), out of its records.</summary>
internal static class HelloMessage
{
    private const int MessageHeaderBytes = 4, RandomBytes = 32, MostVector = ushort.MaxValue;
    private const int ServerName = 0, Protocols = 16, SupportedVersions = 43; // types of extensions, as IANA has them
    private const ushort Tls12 = 0x0303;

    /// <summary>Reads the message.</summary>
    /// <param name="come">What of it has come, from its header on.</param>
    /// <param name="missing">How many bytes of it have not.</param>
    /// <param name="hello">What it says, when it is whole.</param>
    public static HelloReading Read(ReadOnlySpan<byte> come, int missing, out ClientHello hello)
    {
        hello = default;
        HelloCursor message = new(come, missing);
        message.Take(MessageHeaderBytes);
        int version = message.TakeNumber(2);
        message.Take(RandomBytes);
        message.TakeVector(1, 0, 32);                 // the session's id
        message.TakeVector(2, 2, MostVector - 1, 2);  // ciphers
        message.TakeVector(1, 1, byte.MaxValue);      // compression
        Offer offer = new() { MostVersion = (ushort)Math.Min(version, Tls12) }; // newer ones are offered by their extension only (RFC 8446, section 4.2.1)
        if (message.GoesOn) ReadExtensions(ref message, ref offer);
        if (message.State == HelloReading.Whole) hello = new(HostName.Read(offer.Name), offer.Http2, offer.Http11, offer.MostVersion);
        return message.State;
    }

    private static void ReadExtensions(ref HelloCursor message, ref Offer offer)
    {
        // A bit for each type there can be: 8 KiB to clear, where a list would cost a forger's hello of 4,000 extensions eight million comparisons.
        Span<ulong> seen = stackalloc ulong[(ushort.MaxValue + 1) / 64];
        int bytes = message.TakeNumber(2);
        if (bytes != message.Left) message.Refuse();
        while (message.GoesOn)
        {
            int type = message.TakeNumber(2);
            if (message.State != HelloReading.Whole) return;
            ulong bit = 1ul << (type & 63);
            if ((seen[type >> 6] & bit) != 0) message.Refuse();
            seen[type >> 6] |= bit;
            ReadOnlySpan<byte> extension = message.TakeVector(2, 0, MostVector);
            if (message.State == HelloReading.Whole && !IsWellFormed(type, extension, ref offer)) message.Refuse();
        }
    }

    private static bool IsWellFormed(int type, ReadOnlySpan<byte> extension, ref Offer offer)
    {
        HelloCursor content = new(extension, 0);
        if (type == ServerName) ReadName(ref content, ref offer);
        else if (type == Protocols) ReadProtocols(ref content, ref offer);
        else if (type == SupportedVersions) ReadVersions(ref content, ref offer);
        return content.State == HelloReading.Whole;
    }

    /// <summary>Reads the list of names (RFC 6066, section 3).</summary>
    /// <remarks>A list may have one name of each type, and host names are the only type there is; what else is there is none of ours to refuse.</remarks>
    private static void ReadName(ref HelloCursor content, ref Offer offer)
    {
        const int hostName = 0;
        HelloCursor names = new(content.TakeLastVector(2, 1, MostVector), 0);
        if (content.State != HelloReading.Whole || names.TakeNumber(1) != hostName) return;
        ReadOnlySpan<byte> name = names.TakeVector(2, 1, MostVector);
        if (names.State != HelloReading.Whole) content.Refuse();
        else if (names.Left == 0) offer.Name = name;
    }

    /// <summary>Reads the list of application protocols (RFC 7301, section 3.1).</summary>
    private static void ReadProtocols(ref HelloCursor content, ref Offer offer)
    {
        HelloCursor names = new(content.TakeLastVector(2, 2, MostVector), 0);
        while (names.GoesOn)
        {
            ReadOnlySpan<byte> name = names.TakeVector(1, 1, byte.MaxValue);
            offer.Http2 |= name.SequenceEqual("h2"u8);
            offer.Http11 |= name.SequenceEqual("http/1.1"u8);
        }
        if (names.State != HelloReading.Whole) content.Refuse();
    }

    /// <summary>Reads the list of versions (RFC 8446, section 4.2.1). Of those that begin otherwise than TLS does none is known: GREASE (RFC 8701), drafts.</summary>
    private static void ReadVersions(ref HelloCursor content, ref Offer offer)
    {
        HelloCursor versions = new(content.TakeLastVector(1, 2, 254, 2), 0);
        int most = 0;
        while (versions.GoesOn)
        {
            int version = versions.TakeNumber(2);
            if (version >> 8 == Tls12 >> 8) most = Math.Max(most, version);
        }
        offer.MostVersion = (ushort)most;
    }

    /// <summary>What was read so far; the name still as it came.</summary>
    private ref struct Offer
    {
        public ReadOnlySpan<byte> Name;
        public bool Http2, Http11;
        public ushort MostVersion;
    }
}
