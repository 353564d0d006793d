using Kapok.Events.Ceremony;
using Kapok.Events.Guests;
using Kapok.Events.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class CertificateMapping : IEntityTypeConfiguration<Certificate>
{
    public void Configure(EntityTypeBuilder<Certificate> builder)
    {
        builder.ToTable("certificates");
        builder.HasKey(one => one.Id);
        builder.Property(one => one.Id).ValueGeneratedNever();
        builder.Property(one => one.RoomId).HasMaxLength(64);
        builder.Property(one => one.GuestId).HasMaxLength(GuestIdLength.Max);
        builder.Property(one => one.Name).HasMaxLength(SaveLook.MaxNameLength);
        builder.Property(one => one.Title).HasMaxLength(KeepCertificates.MaxTitleLength);
        builder.HasIndex(one => new { one.EventId, one.GuestId, one.RoomId, one.Title }).IsUnique();
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
