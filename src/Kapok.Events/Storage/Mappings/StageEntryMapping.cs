using Kapok.Events.Organisations;
using Kapok.Events.Stage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class StageEntryMapping : IEntityTypeConfiguration<StageEntry>
{
    public void Configure(EntityTypeBuilder<StageEntry> builder)
    {
        builder.ToTable("stages");
        builder.HasKey(one => new { one.EventId, one.Stage });
        builder.Property(one => one.Stage).HasMaxLength(64);
        builder.Property(one => one.SealedKey).HasMaxLength(1024);
        builder.Property(one => one.KeyMark).HasMaxLength(64);
        builder.HasIndex(one => one.KeyMark).IsUnique();
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId);
    }
}
