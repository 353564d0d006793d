using Kapok.Protocol.Frames;
using Kapok.World.Ceremony;
using Kapok.World.Frames;
using Kapok.World.Scenes;
using Kapok.World.Show;

namespace Kapok.World;

/// <summary>What a room is, apart from who is in it.</summary>
/// <param name="Id">Room id.</param>
/// <param name="Capacity">The most attendees, 1 to 32,512; whoever has another role comes in beside them.</param>
/// <param name="Layout">The scene.</param>
/// <param name="Floor">Its floor.</param>
public sealed record RoomSettings(string Id, int Capacity, SceneLayout Layout, FloorGrid Floor)
{
    /// <summary>How many who are no attendees find room beside those who fill it.</summary>
    public const int StaffPlaces = 256;

    /// <summary>The most people of all.</summary>
    public int Size => Capacity + StaffPlaces;

    /// <summary>How many ids there are: twice as many as people where that many can be had, so that one is not given anew soon after its owner left.</summary>
    public int Ids => Size <= ClientIds ? Math.Min(2 * Size, ClientIds) : AvatarRecord.MaxPerson + 1;

    // The browser's client keeps tables of this length by id.
    private const int ClientIds = 16_384;

    /// <summary>Most bytes of a state frame for one viewer; ten frames a second.</summary>
    public int FrameBudgetBytes { get; init; } = 4096;

    /// <summary>How long somebody whose connection is lost keeps their place.</summary>
    public double AwayMilliseconds { get; init; } = 60_000d;

    /// <summary>How long somebody who is given the microphone is heard by all.</summary>
    public double MicrophoneMilliseconds { get; init; } = 60_000d;

    /// <summary>The show that it opens with.</summary>
    public ShowSettings Show { get; init; } = ShowSettings.None;

    /// <summary>What is on its signing wall, by number.</summary>
    public IReadOnlyList<SigningMark> Wall { get; init; } = [];

    /// <summary>Most hands that are up at once.</summary>
    public const int MostHands = 100;

    /// <summary>Most bytes of the messages that one viewer is sent at once.</summary>
    public const int SlotBytes = FrameComposer.MaxFrameBytes;

    /// <summary>Most messages that one viewer is sent at once, control messages not counted.</summary>
    public const int BatchMessages = 4;
}
