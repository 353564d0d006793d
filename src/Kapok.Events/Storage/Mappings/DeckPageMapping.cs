using Kapok.Events.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class DeckPageMapping : IEntityTypeConfiguration<DeckPage>
{
    public void Configure(EntityTypeBuilder<DeckPage> builder)
    {
        builder.ToTable("deck_pages");
        builder.HasKey(one => new { one.DeckId, one.Number });
        builder.Property(one => one.Large).HasMaxLength(StoredFile.IdLength);
        builder.Property(one => one.Small).HasMaxLength(StoredFile.IdLength);
        builder.Property(one => one.Text).HasMaxLength(DeckPage.MostText);
        builder.Property(one => one.Notes).HasMaxLength(DeckPage.MostText);
        builder.Property(one => one.Links).HasMaxLength(DeckPage.MostLinks);
    }
}
