namespace Kapok.Cluster;

/// <summary>What a room is to be when it opens.</summary>
/// <param name="Title">As shown.</param>
/// <param name="Scene">Name of the scene: <c>arena</c> is the file <c>/assets/scenes/arena.glb</c>.</param>
/// <param name="Capacity">The most people, 1 to 16,000.</param>
public sealed record RoomDefinition(string Title, string Scene, int Capacity);
