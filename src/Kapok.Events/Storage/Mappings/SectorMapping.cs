using Kapok.Events.Organisations;
using Kapok.Events.Registrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class SectorMapping : IEntityTypeConfiguration<Sector>
{
    public void Configure(EntityTypeBuilder<Sector> builder)
    {
        builder.ToTable("sectors");
        builder.HasKey(one => new { one.EventId, one.RoomId, one.Id });
        builder.Property(one => one.RoomId).HasMaxLength(64);
        builder.Property(one => one.Id).HasMaxLength(64);
        builder.ComplexProperty(one => one.Title, title =>
        {
            title.Property(text => text.English).HasMaxLength(120);
            title.Property(text => text.Chinese).HasMaxLength(120);
        });
        builder.Ignore(one => one.Key);
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
