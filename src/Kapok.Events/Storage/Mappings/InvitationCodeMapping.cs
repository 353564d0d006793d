using Kapok.Events.Organisations;
using Kapok.Events.Registrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class InvitationCodeMapping : IEntityTypeConfiguration<InvitationCode>
{
    public void Configure(EntityTypeBuilder<InvitationCode> builder)
    {
        builder.ToTable("invitation_codes");
        builder.Property(one => one.Id).ValueGeneratedNever();
        builder.Property(one => one.Hashed).HasMaxLength(32);
        builder.Property(one => one.Label).HasMaxLength(InvitationCode.MaxLabelLength);
        builder.HasIndex(one => new { one.EventId, one.Hashed }).IsUnique();
        builder.HasOne<TicketType>().WithMany().HasForeignKey(one => one.TypeId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
