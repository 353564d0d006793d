using Kapok.Events.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class OrganisationMapping : IEntityTypeConfiguration<Organisation>
{
    public void Configure(EntityTypeBuilder<Organisation> builder)
    {
        builder.ToTable("organisations");
        builder.Property(one => one.Slug).HasMaxLength(64);
        builder.Property(one => one.Name).HasMaxLength(120);
        builder.HasIndex(one => one.Slug).IsUnique();
    }
}
