using Kapok.Events.Safety;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class ReportMapping : IEntityTypeConfiguration<Report>
{
    public void Configure(EntityTypeBuilder<Report> builder)
    {
        builder.ToTable("reports");
        builder.Property(report => report.RoomId).HasMaxLength(64);
        builder.Property(report => report.ReporterId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.Property(report => report.ReporterName).HasMaxLength(Guests.SaveLook.MaxNameLength);
        builder.Property(report => report.SubjectId).HasMaxLength(Guests.GuestIdLength.Max);
        builder.Property(report => report.SubjectName).HasMaxLength(Guests.SaveLook.MaxNameLength);
        builder.Property(report => report.Reason).HasMaxLength(FileReport.MaxReasonLength);
        builder.Property(report => report.Context).HasMaxLength(FileReport.MaxContextLength);
        builder.Property(report => report.ClosedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.Property(report => report.Outcome).HasMaxLength(CloseReport.MaxOutcomeLength);
        builder.HasIndex(report => new { report.EventId, report.Status, report.FiledAt });
        builder.HasIndex(report => report.ReporterId);
    }
}
