using System.Net;
using CsCheck;
using Kapok.Events.Safety;
using Kapok.Events.Storage;
using Kapok.Sockets.Door;
using Xunit;

namespace Kapok.Tests.Events;

public sealed class AddressHasherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kapok-address-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_address_hashes_the_same_after_a_restart_and_elsewhere_otherwise()
    {
        IPAddress address = IPAddress.Parse("203.0.113.7");
        byte[] first = New(_folder).Hash(address)!;
        Assert.Equal(first, New(_folder).Hash(address));
        Assert.Equal(first, New(_folder).Hash(address.MapToIPv6()));
        Assert.NotEqual(first, New(Path.Combine(_folder, Directory.CreateDirectory(Path.Combine(_folder, "other")).Name)).Hash(address));
    }

    [Fact]
    public void Who_is_counted_as_one_is_kept_as_one()
    {
        // The front door and the storage know nothing of each other, so each has the rule in its own form.
        Gen.Select(Gen.Byte.Array[16], Gen.Byte.Array[16], Gen.Int[0, 16]).Sample((one, other, same) =>
        {
            one.AsSpan(0, same).CopyTo(other);
            IPAddress first = new(one), second = new(other);
            bool isOne = NetworkAddress.OneCustomer(first).Equals(NetworkAddress.OneCustomer(second));
            Assert.Equal(isOne, AddressHasher.NetworkOf(first).SequenceEqual(AddressHasher.NetworkOf(second)));
        });
    }

    [Fact]
    public void A_household_of_IPv6_is_one_address()
    {
        AddressHasher hasher = New(_folder);
        Assert.Equal(hasher.Hash(IPAddress.Parse("2001:db8:1:2::1")), hasher.Hash(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotEqual(hasher.Hash(IPAddress.Parse("2001:db8:1:2::1")), hasher.Hash(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void Loopback_is_nobodys_address(string address) => Assert.Null(New(_folder).Hash(IPAddress.Parse(address)));

    private static AddressHasher New(string folder) => new(new StorageOptions { DataFolder = folder });
}
