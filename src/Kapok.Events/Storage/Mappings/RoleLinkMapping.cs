using Kapok.Events.Links;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class RoleLinkMapping : IEntityTypeConfiguration<RoleLink>
{
    public void Configure(EntityTypeBuilder<RoleLink> builder)
    {
        builder.ToTable("links");
        builder.Property(link => link.Label).HasMaxLength(CreateLink.MaxLabelLength);
        builder.Property(link => link.TokenHash).HasMaxLength(32);
        builder.Property(link => link.CreatedBy).HasMaxLength(CreateLink.MaxLabelLength);
        builder.Property(link => link.RevokedBy).HasMaxLength(CreateLink.MaxLabelLength);
        builder.HasIndex(link => link.TokenHash).IsUnique();
        builder.HasOne<Organisations.Event>().WithMany().HasForeignKey(link => link.EventId);
    }
}
