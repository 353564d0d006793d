namespace Kapok.Events.Organisations;

/// <summary>A room of an event, as it is planned. What happens in it now is the room directory's to say.</summary>
public sealed class EventRoom
{
    /// <summary>The room's id in its event, e.g. <c>arena</c>: another event may have one of the same name.</summary>
    public required string Id { get; init; }

    public required Guid EventId { get; init; }

    public required LocalText Title { get; set; }

    /// <summary>The scene it is built from, e.g. <c>arena</c> for <c>/assets/scenes/arena.glb</c>.</summary>
    public required string Scene { get; set; }

    /// <summary>The most people it holds, 1 to 16000.</summary>
    public required int Capacity { get; set; }

    /// <summary>Its place in lists; the first is where people arrive.</summary>
    public required int Order { get; set; }
}
