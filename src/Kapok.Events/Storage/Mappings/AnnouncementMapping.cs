using Kapok.Events.Announcements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class AnnouncementMapping : IEntityTypeConfiguration<Announcement>
{
    public void Configure(EntityTypeBuilder<Announcement> builder)
    {
        builder.ToTable("announcements");
        builder.Property(one => one.RoomId).HasMaxLength(64);
        builder.Property(one => one.Text).HasMaxLength(KeepAnnouncement.MaxTextLength);
        builder.Property(one => one.MadeBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.HasIndex(one => new { one.EventId, one.MadeAt });
    }
}
