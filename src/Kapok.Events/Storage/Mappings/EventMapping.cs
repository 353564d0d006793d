using Kapok.Events.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class EventMapping : IEntityTypeConfiguration<Event>
{
    public void Configure(EntityTypeBuilder<Event> builder)
    {
        builder.ToTable("events");
        builder.Property(one => one.Slug).HasMaxLength(64);
        builder.ComplexProperty(one => one.Title, title =>
        {
            title.Property(text => text.English).HasMaxLength(120);
            title.Property(text => text.Chinese).HasMaxLength(120);
        });
        builder.HasIndex(one => one.Slug).IsUnique(); // addresses and the keys of rooms name an event by it alone
        builder.HasIndex(one => one.OrganisationId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(one => one.OrganisationId);
        builder.HasMany(one => one.Rooms).WithOne().HasForeignKey(room => room.EventId);
    }
}
