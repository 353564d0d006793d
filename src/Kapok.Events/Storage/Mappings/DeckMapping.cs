using Kapok.Events.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class DeckMapping : IEntityTypeConfiguration<Deck>
{
    public void Configure(EntityTypeBuilder<Deck> builder)
    {
        builder.ToTable("decks");
        builder.Property(one => one.Title).HasMaxLength(KeepFiles.MaxNameLength);
        builder.Property(one => one.AddedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.HasIndex(one => one.EventId);
        builder.HasOne<Organisations.Event>().WithMany().HasForeignKey(one => one.EventId);
        builder.HasMany(one => one.Pages).WithOne().HasForeignKey(page => page.DeckId);
    }
}
