using Kapok.Events.Organisations;
using Kapok.Events.Registrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class SeatMapping : IEntityTypeConfiguration<Seat>
{
    public void Configure(EntityTypeBuilder<Seat> builder)
    {
        builder.ToTable("seats");
        builder.HasKey(one => new { one.EventId, one.RoomId, one.Id });
        builder.Property(one => one.RoomId).HasMaxLength(64);
        builder.Property(one => one.Id).HasMaxLength(64);
        builder.Property(one => one.SectorId).HasMaxLength(64);
        builder.HasIndex(one => new { one.EventId, one.RoomId, one.SectorId, one.Order });
        builder.HasIndex(one => one.RegistrationId).IsUnique(); // whatever runs at once: nobody has two, and a row has one holder
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
