using Kapok.Events.Ceremony;
using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class WallStrokeMapping : IEntityTypeConfiguration<WallStroke>
{
    public void Configure(EntityTypeBuilder<WallStroke> builder)
    {
        builder.ToTable("wall_strokes");
        builder.HasKey(stroke => new { stroke.EventId, stroke.RoomId, stroke.Number });
        builder.Property(stroke => stroke.RoomId).HasMaxLength(64);
        builder.Property(stroke => stroke.Number).ValueGeneratedNever();
        builder.Property(stroke => stroke.GuestId).HasMaxLength(GuestIdLength.Max);
        builder.Property(stroke => stroke.Name).HasMaxLength(SaveLook.MaxNameLength);
        builder.Property(stroke => stroke.Stroke).HasMaxLength(WallStroke.MaxBytes);
        builder.HasOne<Event>().WithMany().HasForeignKey(stroke => stroke.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
