using Kapok.Events.Organisations;
using Kapok.Events.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class OutboxMessageMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.Property(one => one.Kind).HasMaxLength(OutboxMessage.MaxKindLength);
        builder.Property(one => one.By).HasMaxLength(OutboxMessage.MaxByLength);
        builder.HasIndex(one => new { one.SentAt, one.Id });
        builder.HasIndex(one => new { one.EventId, one.Id });
        builder.HasIndex(one => one.SubjectId);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(one => one.OrganisationId);
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.SetNull);
    }
}
