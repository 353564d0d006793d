using Kapok.Events.Storage;
using Xunit;

namespace Kapok.Tests.Events;

public sealed class StorageOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.Empty(new StorageOptions().Errors());

    [Fact]
    public void Each_wrong_value_is_named()
    {
        StorageOptions wrong = new() { Provider = StorageProvider.Postgres, ChatRetentionDays = 0, KickMinutes = 10081 };
        Assert.Equal(
            ["Storage:ConnectionString", "Storage:ChatRetentionDays", "Storage:KickMinutes"],
            wrong.Errors().Select(error => error.Split(' ')[0]));
        Assert.Contains("Storage:Provider", Assert.Single(new StorageOptions { Provider = (StorageProvider)9 }.Errors()), StringComparison.Ordinal);
    }
}
