using Kapok.Events.Announcements;
using Kapok.Events.Ceremony;
using Kapok.Events.Chat;
using Kapok.Events.Files;
using Kapok.Events.Guests;
using Kapok.Events.Links;
using Kapok.Events.Organisations;
using Kapok.Events.Outbox;
using Kapok.Events.Registrations;
using Kapok.Events.Safety;
using Kapok.Events.Show;
using Kapok.Events.Stage;
using Microsoft.EntityFrameworkCore;

namespace Kapok.Events.Storage;

/// <summary>What is kept, on whichever database. Ask <c>IDbContextFactory&lt;EventsContext&gt;</c> for one; it is for one unit of work.</summary>
public abstract class EventsContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Organisation> Organisations => Set<Organisation>();

    public DbSet<Event> Events => Set<Event>();

    public DbSet<EventRoom> Rooms => Set<EventRoom>();

    public DbSet<GuestLook> Looks => Set<GuestLook>();

    public DbSet<RoleLink> Links => Set<RoleLink>();

    public DbSet<Block> Blocks => Set<Block>();

    public DbSet<Ban> Bans => Set<Ban>();

    public DbSet<Mute> Mutes => Set<Mute>();

    public DbSet<Kick> Kicks => Set<Kick>();

    public DbSet<Report> Reports => Set<Report>();

    public DbSet<ChatMessage> Chat => Set<ChatMessage>();

    public DbSet<Announcement> Announcements => Set<Announcement>();

    public DbSet<StoredFile> Files => Set<StoredFile>();

    public DbSet<Deck> Decks => Set<Deck>();

    public DbSet<StageEntry> Stages => Set<StageEntry>();

    public DbSet<WallStroke> WallStrokes => Set<WallStroke>();

    public DbSet<RoomShow> Shows => Set<RoomShow>();

    public DbSet<Certificate> Certificates => Set<Certificate>();

    public DbSet<Photograph> Photographs => Set<Photograph>();

    public DbSet<PhotographGuest> PhotographGuests => Set<PhotographGuest>();

    public DbSet<TicketType> TicketTypes => Set<TicketType>();

    public DbSet<InvitationCode> InvitationCodes => Set<InvitationCode>();

    public DbSet<Sector> Sectors => Set<Sector>();

    public DbSet<Seat> Seats => Set<Seat>();

    public DbSet<Registration> Registrations => Set<Registration>();

    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // A number on both databases: SQLite has no type for moments and cannot order EF's text form of them.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EventsContext).Assembly);
}
