using Kapok.Events.Ceremony;
using Kapok.Events.Files;
using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class PhotographMapping : IEntityTypeConfiguration<Photograph>, IEntityTypeConfiguration<PhotographGuest>
{
    public void Configure(EntityTypeBuilder<Photograph> builder)
    {
        builder.ToTable("photographs");
        builder.HasKey(one => new { one.EventId, one.Id });
        builder.Property(one => one.Id).HasMaxLength(KeepPhotographs.MaxIdLength);
        builder.Property(one => one.RoomId).HasMaxLength(64);
        builder.Property(one => one.Title).HasMaxLength(KeepPhotographs.MaxTitleLength);
        builder.Property(one => one.File).HasMaxLength(StoredFile.IdLength);
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<PhotographGuest> builder)
    {
        builder.ToTable("photograph_guests");
        builder.HasKey(one => new { one.EventId, one.GuestId, one.PhotographId }); // found by guest
        builder.Property(one => one.GuestId).HasMaxLength(GuestIdLength.Max);
        builder.Property(one => one.PhotographId).HasMaxLength(KeepPhotographs.MaxIdLength);
        builder.HasOne<Photograph>().WithMany().HasForeignKey(one => new { one.EventId, one.PhotographId }).OnDelete(DeleteBehavior.Cascade);
    }
}
