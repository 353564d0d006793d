using Kapok.Events.Organisations;
using Kapok.Events.Show;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class RoomShowMapping : IEntityTypeConfiguration<RoomShow>
{
    public void Configure(EntityTypeBuilder<RoomShow> builder)
    {
        builder.ToTable("shows");
        builder.HasKey(show => new { show.EventId, show.RoomId });
        builder.Property(show => show.RoomId).HasMaxLength(64);
        builder.HasOne<Event>().WithMany().HasForeignKey(show => show.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
