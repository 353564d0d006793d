using Kapok.Events.Safety;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class MuteMapping : IEntityTypeConfiguration<Mute>
{
    public void Configure(EntityTypeBuilder<Mute> builder)
    {
        builder.ToTable("mutes");
        builder.Property(mute => mute.GuestId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.Property(mute => mute.Name).HasMaxLength(Guests.SaveLook.MaxNameLength);
        builder.Property(mute => mute.Reason).HasMaxLength(BanGuest.MaxReasonLength);
        builder.Property(mute => mute.MutedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.Property(mute => mute.LiftedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.HasIndex(mute => new { mute.GuestId, mute.Until });
    }
}
