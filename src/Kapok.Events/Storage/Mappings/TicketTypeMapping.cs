using Kapok.Events.Organisations;
using Kapok.Events.Registrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class TicketTypeMapping : IEntityTypeConfiguration<TicketType>
{
    public void Configure(EntityTypeBuilder<TicketType> builder)
    {
        builder.ToTable("ticket_types");
        builder.Property(one => one.Id).ValueGeneratedNever();
        builder.ComplexProperty(one => one.Title, title =>
        {
            title.Property(text => text.English).HasMaxLength(120);
            title.Property(text => text.Chinese).HasMaxLength(120);
        });
        builder.Ignore(one => one.Free);
        builder.HasIndex(one => one.EventId);
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
