using Kapok.Events.Safety;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class KickMapping : IEntityTypeConfiguration<Kick>
{
    public void Configure(EntityTypeBuilder<Kick> builder)
    {
        builder.ToTable("kicks");
        builder.Property(kick => kick.RoomId).HasMaxLength(64);
        builder.Property(kick => kick.GuestId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.Property(kick => kick.Name).HasMaxLength(Guests.SaveLook.MaxNameLength);
        builder.Property(kick => kick.Reason).HasMaxLength(BanGuest.MaxReasonLength);
        builder.Property(kick => kick.KickedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.Property(kick => kick.LiftedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.HasIndex(kick => new { kick.GuestId, kick.Until });
    }
}
