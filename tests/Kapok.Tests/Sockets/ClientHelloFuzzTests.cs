using CsCheck;
using Kapok.Sockets.Tls;
using Xunit;
using static Kapok.Tests.Sockets.HelloBytes;

namespace Kapok.Tests.Sockets;

/// <summary>ClientHellos that are damaged, or made to do damage.</summary>
[Trait(Fuzz.Category, Fuzz.Name)]
public sealed class ClientHelloFuzzTests
{
    private static readonly byte[][] Streams =
    [
        Good(), Good(name: null), Good("VENUE.Example."), Records(Good()[RecordHeader..], () => 20), [.. Good(), .. Record(new byte[9], type: 23)],
        Record(Message([], version: 0x0301)), Record(Message(Extensions(Name("a.b"), Protocols("http/1.1"), Extension(41, new byte[120])), session: [], ciphers: new byte[60])),
    ];

    [Fact]
    public void Whatever_comes_is_judged_once_and_for_all()
    {
        Random random = Fuzz.NewRandom("client hello");
        long began = TimeProvider.System.GetTimestamp();
        int[] seen = new int[3];
        for (int attempt = 0; Fuzz.GoesOn(began, attempt, 10_000); attempt++) seen[(int)Judge(Fuzz.Mutate(random, Streams[attempt % Streams.Length], 2000))]++;
        if (Fuzz.Seconds < 0) Assert.All(seen, count => Assert.True(count > 100)); // each kind of answer was among them
    }

    [Fact]
    public void Noise_throws_nothing() => Gen.Byte.Array[0, 400].Sample(noise =>
    {
        Judge(noise);
        Judge(Record(noise));
        Judge(Record(Message(noise)));
        Judge(Record(Message(Extensions(noise))));
        foreach (int type in (int[])[0, 16, 43]) Judge(Record(Message(Extensions(Extension(type, noise)))));
    }, iter: 1000, time: Fuzz.Seconds);

    [Fact]
    public void Split_over_records_a_damaged_message_is_what_it_is_in_one() =>
        Gen.Select(Gen.Int[0, 4], Gen.Select(Gen.Int[0, 400], Gen.Byte).Array[0, 3], Gen.Int[1, 90].Array[1, 12]).Sample((which, changes, sizes) =>
        {
            byte[] message = Streams[which is 3 or 4 ? 0 : which][RecordHeader..];
            foreach ((int at, byte value) in changes)
                if (at >= MessageHeader && at < message.Length) message[at] = value;
            int next = 0;
            byte[] split = Records(message, () => sizes[next++ % sizes.Length]);
            HelloReading reading = ClientHello.TryRead(Record(message), out ClientHello hello);
            Assert.Equal((reading, hello), (ClientHello.TryRead(split, out ClientHello same), same));
            Judge(split);
        }, iter: 3000, time: Fuzz.Seconds);

    // Reads every beginning of a stream: it is partial for a while, and then one answer stands whatever follows.
    private static HelloReading Judge(byte[] stream)
    {
        HelloReading last = HelloReading.Partial;
        ClientHello told = default;
        for (int bytes = 0; bytes <= stream.Length; bytes++)
        {
            HelloReading reading = ClientHello.TryRead(stream.AsSpan(0, bytes), out ClientHello hello);
            if (last == HelloReading.Partial) (last, told) = (reading, hello);
            else Assert.Equal((last, told), (reading, hello));
            if (reading != HelloReading.Whole) Assert.Equal(default, hello);
        }
        if (told.ServerName is { } name) AssertIsIn(stream, name);
        return last;
    }

    // A name has only bytes that came, though perhaps a record's header was among them.
    private static void AssertIsIn(byte[] stream, string name)
    {
        Assert.Matches("^[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*$", name);
        Assert.InRange(name.Length, 1, Math.Min(255, stream.Length));
        int at = 0;
        foreach (char letter in name)
        {
            while (at < stream.Length && char.ToLowerInvariant((char)stream[at]) != letter) at++;
            Assert.True(at++ < stream.Length, name);
        }
    }
}
