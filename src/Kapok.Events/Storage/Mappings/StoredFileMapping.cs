using Kapok.Events.Files;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kapok.Events.Storage.Mappings;

internal sealed class StoredFileMapping : IEntityTypeConfiguration<StoredFile>
{
    public void Configure(EntityTypeBuilder<StoredFile> builder)
    {
        builder.ToTable("files");
        builder.HasKey(one => new { one.EventId, one.Id });
        builder.Property(one => one.Id).HasMaxLength(StoredFile.IdLength);
        builder.Property(one => one.Type).HasMaxLength(40);
        builder.Property(one => one.Name).HasMaxLength(KeepFiles.MaxNameLength);
        builder.Property(one => one.AddedBy).HasMaxLength(Links.CreateLink.MaxLabelLength);
        builder.HasIndex(one => one.Id); // whether any event has a file is asked whenever it is served
        builder.HasOne<Organisations.Event>().WithMany().HasForeignKey(one => one.EventId);
    }
}
