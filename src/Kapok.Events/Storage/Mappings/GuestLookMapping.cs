using Kapok.Events.Guests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class GuestLookMapping : IEntityTypeConfiguration<GuestLook>
{
    public void Configure(EntityTypeBuilder<GuestLook> builder)
    {
        builder.ToTable("looks");
        builder.HasKey(look => look.GuestId);
        builder.Property(look => look.GuestId).HasMaxLength(GuestIdLength.Max);
        builder.Property(look => look.Name).HasMaxLength(SaveLook.MaxNameLength);
        builder.Property(look => look.Look).HasMaxLength(SaveLook.MaxBytes);
    }
}
