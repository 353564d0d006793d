using System.Numerics;
using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.World.Chat;

/// <summary>The newest lines of chat as they are sent: each encoded once, and taken by those who are to read it with their next frame.</summary>
/// <remarks>
/// In a full arena two hundred people write at once. Whoever wants to read along reads those around and those who speak to all; the others are too
/// far to be heard. The room loop owns it.
/// </remarks>
internal sealed class SpokenLines
{
    private const int Kept = 256;

    private readonly Line[] _lines = new Line[Kept];

    /// <summary>Number of the line that comes next.</summary>
    public long Next { get; private set; }

    /// <summary>Adds a line.</summary>
    /// <param name="by">Who says it.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="said">The line.</param>
    /// <param name="request">The number its writer gave it; 0 for none.</param>
    /// <param name="roomMs">Room time.</param>
    /// <param name="isForAll">Whether all read it, however far.</param>
    public void Add(Resident by, Vector2 place, SaidLine said, uint request, double roomMs, bool isForAll)
    {
        ref Line line = ref _lines[Next % Kept];
        ServerMessage message = new() { Said = new() { From = by.Id, Name = said.Name, Text = said.Text, RoomMs = roomMs, Request = request } };
        line = new(by, place, said, isForAll, ControlMessage.Encode(message));
        Next++;
    }

    /// <summary>The next line that a viewer is to read.</summary>
    /// <param name="viewer">The viewer; brought up to date.</param>
    /// <param name="place">Where they stand (x, z).</param>
    /// <param name="wall">The private zone they are in; 0 for none.</param>
    /// <param name="most">Most bytes.</param>
    /// <returns>Empty when there is none that fits.</returns>
    public ReadOnlySpan<byte> Take(Resident viewer, Vector2 place, int wall, int most)
    {
        Frames.Viewpoint view = viewer.View;
        if (view.NextLine < Next - Kept) view.NextLine = Next - Kept; // stood still for long: the newest
        for (; view.NextLine < Next; view.NextLine++)
        {
            ref readonly Line line = ref _lines[view.NextLine % Kept];
            if (!Reads(viewer, place, wall, view.MidMetres, line)) continue;
            if (line.Message.Length > most) return default;
            view.NextLine++;
            if (!viewer.Bot) viewer.Read.Add(line.Said); // bots report nobody, and are many
            return line.Message;
        }
        return default;
    }

    private static bool Reads(Resident viewer, Vector2 place, int wall, float metres, in Line line)
    {
        if (line.By == viewer || line.By.Id == viewer.Id) return true;
        if (viewer.Blocked.Contains(line.By.Guest) || line.By.Blocked.Contains(viewer.Guest)) return false;
        // What is said at a private table stays there; who sits at one hears of the others only what is for all.
        if (line.Said.Wall != wall) return line.Said.Wall == 0 && line.IsForAll;
        return wall != 0 || line.IsForAll || Vector2.DistanceSquared(line.Place, place) <= metres * metres;
    }

    private readonly record struct Line(Resident By, Vector2 Place, SaidLine Said, bool IsForAll, byte[] Message);
}
