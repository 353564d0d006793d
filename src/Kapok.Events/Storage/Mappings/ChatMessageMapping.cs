using Kapok.Events.Chat;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class ChatMessageMapping : IEntityTypeConfiguration<ChatMessage>
{
    public void Configure(EntityTypeBuilder<ChatMessage> builder)
    {
        builder.ToTable("chat");
        builder.Property(line => line.RoomId).HasMaxLength(64);
        builder.Property(line => line.GuestId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.Property(line => line.Name).HasMaxLength(Guests.SaveLook.MaxNameLength);
        builder.Property(line => line.Text).HasMaxLength(ChatLog.MaxTextLength);
        builder.HasIndex(line => line.SaidAt);
        builder.HasIndex(line => new { line.EventId, line.RoomId, line.Id });
    }
}
