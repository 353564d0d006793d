using System.Numerics;
using Kapok.Protocol.Messages;
using Kapok.World.Chat;
using Kapok.World.Frames;
using Kapok.World.Movement;
using Kapok.World.Voices;

namespace Kapok.World;

/// <summary>Somebody who wants to come in.</summary>
/// <param name="Guest">Identity over rooms and visits.</param>
/// <param name="Name">Cleaned, 1 to 24 characters.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Look">A valid look.</param>
/// <param name="Address">Network address as text, for bans; null for bots.</param>
/// <param name="Bot">Came with the operator's token.</param>
/// <param name="From">Room they come from, or empty.</param>
/// <param name="Resume">Token of an earlier Welcome, or empty.</param>
/// <param name="Link">Id of the link that gave the role; null when none did.</param>
/// <param name="Blocked">Guests whom they have blocked, here or elsewhere; null for none.</param>
/// <param name="NoFrames">Their client draws nothing and is sent no state frames.</param>
public sealed record Newcomer(
    string Guest, string Name, Role Role, Look Look, string? Address, bool Bot, string From, string Resume, string? Link = null,
        IReadOnlyCollection<string>? Blocked = null, bool NoFrames = false)
{
    /// <summary>A moderator has muted them in chat, here or elsewhere.</summary>
    public bool Muted { get; init; }

    /// <summary>A moderator took their voice away, here or elsewhere.</summary>
    public bool Silenced { get; init; }
}

/// <summary>Somebody in a room: what a tick rarely touches.</summary>
/// <remarks>
/// The room loop owns everything but <see cref="Mailbox"/>. Properties that never change may be read by anyone. When a room is started again
/// everyone gets a new resident there and the old one is left to the old room: should its loop still run, it changes nothing that counts.
/// </remarks>
public sealed class Resident
{
    // Shared by all who are this person in this visit. A chain from each to the next would keep every room that was ever started again.
    private readonly Lineage _lineage;

    internal Resident(ushort id, Newcomer newcomer, string resume, DateTimeOffset since)
    {
        (Id, Guest, Name, Role, Address, Bot) = (id, newcomer.Guest, newcomer.Name, newcomer.Role, newcomer.Address, newcomer.Bot);
        (Look, ResumeToken, Since, Link, Blocked, NoFrames) = (newcomer.Look, resume, since, newcomer.Link, [.. newcomer.Blocked ?? []], newcomer.NoFrames);
        (Muted, IsSilenced) = (newcomer.Muted, newcomer.Silenced);
        _lineage = new(this);
    }

    /// <summary>The same person in a room that takes over from a broken one.</summary>
    internal Resident(Resident before)
    {
        _lineage = before._lineage;
        (Id, Guest, Name, Role, Address, Bot) = (before.Id, before.Guest, before.Name, before.Role, before.Address, before.Bot);
        (Look, ResumeToken, Since, Link) = (before.Look, before.ResumeToken, before.Since, before.Link);
        (StickOn, Muted, Blocked, Followed, AwaySinceMs) = (before.StickOn, before.Muted, [.. before.Blocked], before.Followed, before.AwaySinceMs);
        (HasVoice, IsSilenced, Hushed) = (before.HasVoice, before.IsSilenced, [.. before.Hushed]);
        (NoFrames, Requests) = (before.NoFrames, before.Requests.Copy());
        before.Read.CopyTo(Read);
    }

    /// <summary>Who they are in the room that runs now. Thread-safe.</summary>
    public Resident Newest => _lineage.Newest;

    /// <summary>Id in the room, 0 to 32767.</summary>
    public ushort Id { get; }

    /// <summary>Identity over rooms and visits.</summary>
    public string Guest { get; }

    /// <summary>As shown; another one when its owner comes back by another page.</summary>
    public string Name { get; internal set; }

    /// <summary>What they may do.</summary>
    public Role Role { get; internal set; }

    /// <summary>Id of the link that gave the role; null when none did.</summary>
    public string? Link { get; internal set; }

    /// <summary>Network address of the newest connection, null for bots.</summary>
    public string? Address { get; internal set; }

    /// <summary>Came with the operator's token.</summary>
    public bool Bot { get; }

    /// <summary>When they came in.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>The newest move of their client. Thread-safe.</summary>
    public MoveMailbox Mailbox { get; } = new();

    /// <summary>Brings its owner back into the same avatar; a new one with each Welcome.</summary>
    public string ResumeToken { get; internal set; }

    /// <summary>What they look like.</summary>
    public Look Look { get; internal set; }

    /// <summary>The glow stick is on.</summary>
    public bool StickOn { get; internal set; }

    /// <summary>Muted in chat.</summary>
    public bool Muted { get; internal set; }

    /// <summary>They hear others and can be heard, or are about to.</summary>
    public bool HasVoice { get; internal set; }

    /// <summary>They speak now.</summary>
    public bool IsSpeaking { get; internal set; }

    /// <summary>A moderator took their own voice away.</summary>
    public bool IsSilenced { get; internal set; }

    /// <summary>The zone they were seen in last: 1 for the scene's first, 0 for none.</summary>
    public int Zone { get; internal set; }

    /// <summary>Their connection, null while they are away.</summary>
    public IOutbound? Outbound { get; internal set; }

    /// <summary>Guests whose chat they do not want, nor those theirs.</summary>
    internal HashSet<string> Blocked { get; }

    /// <summary>This visit of this person: an id is given again to somebody else.</summary>
    internal (ushort Id, DateTimeOffset Since) Key => (Id, Since);

    /// <summary>Whose voice they do not want to hear while both are here.</summary>
    internal HashSet<(ushort Id, DateTimeOffset Since)> Hushed { get; } = [];

    /// <summary>Where they stood when it was last looked at how far their voice reaches.</summary>
    internal Vector2 VoicePlace { get; set; } = new(float.NaN, float.NaN);

    /// <summary>What was told outside of their voice; null for nothing.</summary>
    internal VoiceStanding? Standing { get; set; }

    /// <summary>What they were told of their own voice since their Welcome.</summary>
    internal (int Zone, bool IsQuiet, bool IsHeardByAll) ToldVoice { get; set; }

    /// <summary>Room time at which the connection was lost.</summary>
    internal double AwaySinceMs { get; set; }

    /// <summary>The room whose loop owns this.</summary>
    internal Room? Home { get; set; }

    /// <summary>Place in the room's arrays.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>What they were sent so far.</summary>
    internal Viewpoint View { get; } = new();

    /// <summary>They came in this tick and are sent everyone.</summary>
    internal bool IsArriving { get; set; }

    /// <summary>Ids of those they follow wherever they are.</summary>
    internal ushort[] Followed { get; set; } = [];

    /// <summary>Their client draws nothing and is sent no state frames.</summary>
    internal bool NoFrames { get; set; }

    /// <summary>The newest lines of chat that were sent to them.</summary>
    internal ChatRing Read { get; } = new(ChatPart.MostRead);

    /// <summary>What their client asked for by number.</summary>
    internal HeardRequests Requests { get; set; } = new();

    /// <summary>Tick in which they said something last.</summary>
    internal long SpokeTick { get; set; } = long.MinValue / 2;

    /// <summary>Others are to be told of them anew.</summary>
    internal bool IsChanged { get; set; }

    /// <summary>The highest-ranking people of a room: they keep order in it.</summary>
    internal bool KeepsOrder => Role is Role.Moderator or Role.Organiser;

    /// <summary>Somebody takes over in a room that was started again. Whoever still holds this one, a silent connection say, holds nothing of its room any more.</summary>
    internal void Succeed(Resident successor)
    {
        _lineage.Newest = successor;
        Retire();
    }

    /// <summary>Lets go of the room. Should its loop still run, it finds nobody here.</summary>
    internal void Retire()
    {
        Home = null;
        Mailbox.AnnounceTo(null, 0);
    }

    internal Person ToPerson() => new()
    {
        Id = Id,
        Name = Name,
        Role = Role,
        Look = Look,
        StickOn = StickOn,
        Away = Outbound is null,
        Muted = Muted,
        Bot = Bot,
        Silenced = IsSilenced,
    };

    private sealed class Lineage(Resident first)
    {
        private volatile Resident _newest = first;

        public Resident Newest
        {
            get => _newest;
            set => _newest = value;
        }
    }
}
