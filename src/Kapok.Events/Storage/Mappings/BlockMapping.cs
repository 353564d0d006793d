using Kapok.Events.Guests;
using Kapok.Events.Safety;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class BlockMapping : IEntityTypeConfiguration<Block>
{
    public void Configure(EntityTypeBuilder<Block> builder)
    {
        builder.ToTable("blocks");
        builder.HasKey(block => new { block.GuestId, block.BlockedGuestId });
        builder.Property(block => block.GuestId).HasMaxLength(GuestIdLength.Max);
        builder.Property(block => block.BlockedGuestId).HasMaxLength(GuestIdLength.Max);
    }
}
