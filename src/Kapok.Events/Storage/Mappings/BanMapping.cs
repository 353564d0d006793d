using Kapok.Events.Safety;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class BanMapping : IEntityTypeConfiguration<Ban>
{
    public void Configure(EntityTypeBuilder<Ban> builder)
    {
        builder.ToTable("bans");
        builder.Property(ban => ban.GuestId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.Property(ban => ban.AddressHash).HasMaxLength(32);
        builder.Property(ban => ban.Name).HasMaxLength(Guests.SaveLook.MaxNameLength);
        builder.Property(ban => ban.Reason).HasMaxLength(BanGuest.MaxReasonLength);
        builder.Property(ban => ban.BannedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.Property(ban => ban.LiftedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.HasIndex(ban => ban.GuestId);
        builder.HasIndex(ban => ban.AddressHash);
    }
}
