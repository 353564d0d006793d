using Kapok.Events.Organisations;
using Kapok.Events.Registrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class RegistrationMapping : IEntityTypeConfiguration<Registration>
{
    public void Configure(EntityTypeBuilder<Registration> builder)
    {
        builder.ToTable("registrations");
        builder.Property(one => one.Id).ValueGeneratedNever();
        builder.Property(one => one.Name).HasMaxLength(Registration.MaxNameLength);
        builder.Property(one => one.Email).HasMaxLength(Registration.MaxEmailLength);
        builder.Property(one => one.EmailKey).HasMaxLength(Registration.MaxEmailLength);
        builder.Property(one => one.Language).HasMaxLength(2);
        builder.Property(one => one.Answers).HasMaxLength(Registration.MaxAnswersLength);
        builder.Property(one => one.Secret).HasMaxLength(64);
        builder.Property(one => one.Code).HasMaxLength(Registration.CodeLength);
        builder.Property(one => one.RoomId).HasMaxLength(64);
        builder.Property(one => one.SectorId).HasMaxLength(64);
        builder.Property(one => one.SeatId).HasMaxLength(64);
        builder.Property(one => one.GuestId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.HasIndex(one => new { one.EventId, one.RequestId }).IsUnique();
        builder.HasIndex(one => new { one.EventId, one.Code }).IsUnique();
        builder.HasIndex(one => new { one.EventId, one.EmailKey });
        builder.HasIndex(one => one.Secret).IsUnique();
        builder.HasIndex(one => new { one.TypeId, one.State, one.Number });
        builder.HasIndex(one => new { one.State, one.PayBy });
        builder.HasIndex(one => one.GuestId);
        builder.HasOne<TicketType>().WithMany().HasForeignKey(one => one.TypeId).OnDelete(DeleteBehavior.NoAction); // goes with its event
        builder.HasOne<Event>().WithMany().HasForeignKey(one => one.EventId).OnDelete(DeleteBehavior.Cascade);
    }
}
