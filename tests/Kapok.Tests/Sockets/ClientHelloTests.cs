using System.Security.Authentication;
using System.Text;
using Kapok.Sockets.Tls;
using Xunit;
using static Kapok.Tests.Sockets.HelloBytes;

namespace Kapok.Tests.Sockets;

/// <summary>What a TLS client says first (RFC 8446, sections 4.1.2 and 5.1; RFC 6066, section 3; RFC 7301, section 3.1).</summary>
public sealed class ClientHelloTests
{
    private static readonly ClientHello AsGood = new("venue.example", true, true, 0x0304);

    /// <summary>Faults of messages: what is wrong, and the message.</summary>
    public static readonly TheoryData<string, byte[]> BadMessages = new()
    {
        { "another message", Message(Extensions(), type: 2) },
        { "no body", [1, 0, 0, 0] },
        { "only a version", [1, 0, 0, 2, 3, 3] },
        { "a session of 33 bytes", Message(Extensions(), session: new byte[33]) },
        { "no cipher", Message(Extensions(), ciphers: []) },
        { "half a cipher", Message(Extensions(), ciphers: [1, 2, 3]) },
        { "no compression", Message(Extensions(), compression: []) },
        { "extensions shorter than the message", Message([.. Extensions(Name("a.b")), 0]) },
        { "extensions longer than the message", Message([0, 5, 0, 23, 0, 0]) },
        { "half a length of the extensions", Message([0]) },
        { "half a type", Message(Extensions([0])) },
        { "half a length", Message(Extensions([0, 23, 0])) },
        { "an extension beyond the others", Message(Extensions([0, 23, 0, 1])) },
        { "an extension that comes twice", Message(Extensions(Extension(23, []), Extension(99, [1]), Extension(23, []))) },
        { "an unknown extension that comes twice", Message(Extensions(Extension(0xABCD, []), Extension(0xABCD, []))) },
        { "a name that comes twice", Message(Extensions(Name("a.b"), Name("a.b"))) },
        { "names without a list", Message(Extensions(Extension(0, []))) },
        { "no name in the list", Message(Extensions(Extension(0, [0, 0]))) },
        { "an empty name", Message(Extensions(Name(""))) },
        { "names that are longer than their list", Message(Extensions(Extension(0, [0, 4, 0, 0, 2, 65]))) },
        { "names that are shorter than their list", Message(Extensions(Extension(0, [0, 4, 0, 0, 1, 65, 66]))) },
        { "a list with half a length of a name", Message(Extensions(Extension(0, [0, 2, 0, 0]))) },
        { "protocols without a list", Message(Extensions(Extension(16, []))) },
        { "no protocol", Message(Extensions(Protocols())) },
        { "an empty protocol", Message(Extensions(Protocols("h2", ""))) },
        { "a protocol beyond its list", Message(Extensions(Extension(16, [0, 3, 3, 104, 50]))) },
        { "bytes behind the protocols", Message(Extensions(Extension(16, [0, 3, 2, 104, 50, 0]))) },
        { "versions without a list", Message(Extensions(Extension(43, []))) },
        { "no version", Message(Extensions(Extension(43, [0]))) },
        { "half a version", Message(Extensions(Extension(43, [3, 3, 4, 3]))) },
        { "bytes behind the versions", Message(Extensions(Extension(43, [2, 3, 4, 3]))) },
    };

    private static HelloReading Reading(ReadOnlySpan<byte> stream) => ClientHello.TryRead(stream, out _);

    private static ClientHello Whole(ReadOnlySpan<byte> stream)
    {
        Assert.Equal(HelloReading.Whole, ClientHello.TryRead(stream, out ClientHello hello));
        return hello;
    }

    private static string? NameOf(string name) => Whole(Good(name)).ServerName;

    [Theory]
    [InlineData("Venue.Example", SslProtocols.Tls12 | SslProtocols.Tls13, "", "venue.example", 0x0304)]
    [InlineData("venue.example", SslProtocols.Tls13, "h2,http/1.1", "venue.example", 0x0304)]
    [InlineData("a-b.venue.example", SslProtocols.Tls12, "http/1.1", "a-b.venue.example", 0x0303)]
    [InlineData("xn--bcher-kva.example", SslProtocols.Tls13, "h2", "xn--bcher-kva.example", 0x0304)]
    [InlineData("192.0.2.7", SslProtocols.Tls13, "http/1.1", null, 0x0304)]
    [InlineData("", SslProtocols.Tls12, "spdy/3", null, 0x0303)]
    public async Task The_frameworks_client_is_read(string host, SslProtocols versions, string protocols, string? name, int most)
    {
        string[] offered = protocols.Split(',', StringSplitOptions.RemoveEmptyEntries);
        byte[] stream = await OfFrameworkAsync(host, versions, offered);
        Assert.Equal(new(name, offered.Contains("h2"), offered.Contains("http/1.1"), (ushort)most), Whole(stream));
        for (int bytes = 0; bytes < stream.Length; bytes++) Assert.Equal(HelloReading.Partial, Reading(stream.AsSpan(0, bytes)));
    }

    [Fact]
    public void What_is_behind_the_message_belongs_to_others()
    {
        Assert.Equal(AsGood, Whole(Good()));
        Assert.Equal(AsGood, Whole([.. Good(), .. Record([1], type: 20), .. Record(new byte[40], type: 23)])); // as with early data
        Assert.Equal(AsGood, Whole([.. Good(), .. new byte[ClientHello.MostBytes]]));
        Assert.Equal(HelloReading.NotHello, Reading(Record([.. Good()[RecordHeader..], 1])));
    }

    [Fact]
    public void However_a_hello_is_split_it_reads_the_same_and_every_beginning_is_partial()
    {
        byte[] message = Good()[RecordHeader..];
        for (int at = 1; at < message.Length; at++)
        {
            byte[] stream = [.. Record(message[..at]), .. Record(message[at..])];
            Assert.Equal(AsGood, Whole(stream));
            for (int bytes = 0; bytes < stream.Length; bytes++) Assert.Equal(HelloReading.Partial, Reading(stream.AsSpan(0, bytes)));
        }
        Assert.Equal(AsGood, Whole([.. Records(message, () => 1), .. Record([1], type: 23)]));
    }

    [Theory]
    [MemberData(nameof(BadMessages))]
    public void A_malformed_message_is_none_however_it_is_split(string what, byte[] message)
    {
        Assert.True(Reading(Record(message)) == HelloReading.NotHello, what);
        for (int at = 1; at < message.Length; at++)
            Assert.True(Reading([.. Record(message[..at]), .. Record(message[at..])]) == HelloReading.NotHello, $"{what}, split at {at}");
    }

    [Theory]
    [InlineData("17")]
    [InlineData("80")]
    [InlineData("47")]
    [InlineData("1602")]
    [InlineData("160305")]
    [InlineData("16030141")]
    [InlineData("1603010000")]
    [InlineData("1603014001")]
    [InlineData("160301010002")]
    [InlineData("16030101000101")]
    [InlineData("160301010001003ffd")]
    [InlineData("160301010001000030")]
    [InlineData("16030100010115")]
    [InlineData("1603010002010016030100080000")]
    [InlineData("1603010025010000210303")]
    [InlineData("1603010100010000fc0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f21")]
    [InlineData("1603010100010000fc0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f000003")]
    [InlineData("1603010100010000fc0303000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f0000021301010000d3")]
    public void The_first_byte_that_contradicts_is_the_last_that_is_waited_for(string hex)
    {
        byte[] stream = Convert.FromHexString(hex);
        for (int bytes = 0; bytes < stream.Length; bytes++) Assert.Equal((bytes, HelloReading.Partial), (bytes, Reading(stream.AsSpan(0, bytes))));
        Assert.Equal(HelloReading.NotHello, Reading(stream));
        Assert.Equal(HelloReading.NotHello, Reading([.. stream, .. new byte[300]]));
    }

    [Theory]
    [InlineData(0x0300, true)]
    [InlineData(0x0304, true)]
    [InlineData(0x0305, false)]
    [InlineData(0x0203, false)]
    public void Records_are_of_version_3(int version, bool isTaken) =>
        Assert.Equal(isTaken, Reading(Record(Good()[RecordHeader..], version: (ushort)version)) == HelloReading.Whole);

    [Fact]
    public void A_message_may_be_so_long_and_no_longer()
    {
        int rest = ClientHello.MostMessageBytes - Message(Extensions(Extension(21, []))).Length;
        byte[] longest = Message(Extensions(Extension(21, new byte[rest]))), longer = Message(Extensions(Extension(21, new byte[rest + 1])));
        Assert.Equal(ClientHello.MostMessageBytes, longest.Length);
        Assert.Equal(new(null, false, false, 0x0303), Whole(Record(longest)));
        Assert.Equal(HelloReading.NotHello, Reading(Records(longer, () => 9000)));
        Assert.Equal(HelloReading.NotHello, Reading(Records(longer, () => 9000).AsSpan(0, RecordHeader + MessageHeader)));

        // So many records as there is room for, and one more; that is seen when the last whole one leaves too little room for the next.
        const int most = (ClientHello.MostBytes - ClientHello.MostMessageBytes) / RecordHeader;
        byte[] spread = Records(longest, () => longest.Length / most), wider = Records(longest, () => longest.Length / (most + 1));
        Assert.Equal(ClientHello.MostBytes, spread.Length);
        Assert.Equal(new(null, false, false, 0x0303), Whole([.. spread, 1, 2, 3]));
        Assert.True(wider.Length > ClientHello.MostBytes);
        Assert.Equal(HelloReading.NotHello, Reading(wider));
        Assert.Equal(HelloReading.NotHello, Reading(wider.AsSpan(0, ClientHello.MostBytes - 1)));
    }

    [Theory]
    [InlineData("venue.example", "venue.example")]
    [InlineData("VENUE.Example", "venue.example")]
    [InlineData("venue.example.", "venue.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("_dmarc.a-b.example", "_dmarc.a-b.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("1.example", "1.example")]
    [InlineData("192.0.2.7", null)]
    [InlineData("192.0.2.7.", null)]
    [InlineData("2001:db8::1", null)]
    [InlineData("[2001:db8::1]", null)]
    [InlineData("venue..example", null)]
    [InlineData(".venue.example", null)]
    [InlineData(".", null)]
    [InlineData("..", null)]
    [InlineData("venue.example..", null)]
    [InlineData("venue.exam\0ple", null)]
    [InlineData("venue.example\0", null)]
    [InlineData("ven ue.example", null)]
    [InlineData("bücher.example", null)]
    [InlineData("*.example", null)]
    [InlineData("venue.example/", null)]
    public void Names_of_hosts_are_taken_and_others_are_as_none(string sent, string? read) => Assert.Equal(read, NameOf(sent));

    [Fact]
    public void A_name_and_its_labels_may_be_so_long()
    {
        string label = new('a', 63), longest = string.Join('.', label, label, label, label);
        Assert.Equal(255, longest.Length);
        Assert.Equal(longest, NameOf(longest));
        Assert.Null(NameOf(longest + "."));
        Assert.Null(NameOf("b" + longest));
        Assert.Null(NameOf(new string('a', 64) + ".example"));
        Assert.Null(NameOf(string.Concat(Enumerable.Repeat("a.", 5000))));
    }

    [Fact]
    public void Of_two_names_none_is_taken_and_of_an_unknown_kind_neither()
    {
        byte[] one = [0, .. Vector(2, "a.example"u8.ToArray())];
        Assert.Null(Whole(Record(Message(Extensions(Extension(0, Vector(2, [.. one, .. one])))))).ServerName);
        Assert.Null(Whole(Record(Message(Extensions(Extension(0, Vector(2, [7, 1, 2, 3])))))).ServerName);
        Assert.Equal("a.example", Whole(Record(Message(Extensions(Extension(0, Vector(2, one)))))).ServerName);
    }

    [Theory]
    [InlineData("h2", true, false)]
    [InlineData("http/1.1", false, true)]
    [InlineData("http/1.1,h2", true, true)]
    [InlineData("h2c,http/1.0,H2,h3", false, false)]
    public void Application_protocols_are_told_apart(string names, bool http2, bool http11) =>
        Assert.Equal(new(null, http2, http11, 0x0303), Whole(Record(Message(Extensions(Protocols(names.Split(',')))))));

    [Theory]
    [InlineData(0x0303, "", 0x0303)]
    [InlineData(0x0301, "", 0x0301)]
    [InlineData(0x0300, "", 0x0300)]
    [InlineData(0x0304, "", 0x0303)]
    [InlineData(0xFFFF, "", 0x0303)]
    [InlineData(0x0303, "0303", 0x0303)]
    [InlineData(0x0301, "030203030301", 0x0303)]
    [InlineData(0x0303, "FAFA03030304", 0x0304)]
    [InlineData(0x0303, "7F1C0303", 0x0303)]
    [InlineData(0x0303, "2A2A", 0)]
    public void The_newest_version_is_that_of_the_list_where_there_is_one(int legacy, string list, int most)
    {
        byte[] extension = list.Length == 0 ? [] : Extension(43, Vector(1, Convert.FromHexString(list)));
        Assert.Equal(most, Whole(Record(Message(Extensions(extension), version: (ushort)legacy))).MostVersion);
    }

    [Fact]
    public void A_hello_of_before_extensions_is_one() => Assert.Equal(new(null, false, false, 0x0301), Whole(Record(Message([], version: 0x0301))));

    [Fact]
    public void Nothing_is_allocated_for_a_hello_without_a_name()
    {
        byte[] one = Good(name: null), many = Records(one[RecordHeader..], () => 50), named = Good();
        // A runtime allocates something of its own now and then: what a hello costs is seen in every window, and such a thing in one.
        const int windows = 5, window = 200;
        long[] allocated = new long[windows];
        for (int at = 0; at < windows; at++)
        {
            long began = GC.GetAllocatedBytesForCurrentThread();
            for (int read = 0; read < window; read++)
            {
                if (Reading(one) != HelloReading.Whole || Reading(many) != HelloReading.Whole || Reading(named.AsSpan(0, named.Length - 1)) != HelloReading.Partial) Assert.Fail();
            }
            allocated[at] = GC.GetAllocatedBytesForCurrentThread() - began;
        }
        Assert.Equal(0, allocated.Min());
    }
}
