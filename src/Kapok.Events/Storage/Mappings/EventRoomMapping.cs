using Kapok.Events.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class EventRoomMapping : IEntityTypeConfiguration<EventRoom>
{
    public void Configure(EntityTypeBuilder<EventRoom> builder)
    {
        builder.ToTable("rooms");
        builder.HasKey(room => new { room.EventId, room.Id });
        builder.Property(room => room.Id).HasMaxLength(64);
        builder.Property(room => room.Scene).HasMaxLength(200);
        builder.ComplexProperty(room => room.Title, title =>
        {
            title.Property(text => text.English).HasMaxLength(120);
            title.Property(text => text.Chinese).HasMaxLength(120);
        });
    }
}
