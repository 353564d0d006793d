using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using Kapok.World;
using Kapok.World.Scenes;

namespace Kapok.Tools.Bench;

/// <summary>The room of a bench: a level disc as large as the density asks for, where everyone begins at a place of their own.</summary>
public static class BenchRoom
{
    private const float GoldenAngle = 2.39996323f; // spreads points over a disc evenly for any count (Vogel, 1979)

    /// <summary>Seats of a bench: those who sit have one at their start.</summary>
    public const int MostSeats = 4096;

    /// <summary>Radius of the disc, metres.</summary>
    public static float RadiusOf(CrowdOptions options) => MathF.Sqrt(options.Avatars / options.Density / MathF.PI);

    /// <summary>Where each person begins, metres.</summary>
    public static Vector2[] StartsOf(CrowdOptions options)
    {
        float radius = RadiusOf(options);
        Vector2[] starts = new Vector2[options.Avatars];
        for (int number = 0; number < starts.Length; number++)
        {
            float turn = number * GoldenAngle, reach = radius * MathF.Sqrt((number + 0.5f) / starts.Length);
            starts[number] = new(MathF.Sin(turn) * reach, MathF.Cos(turn) * reach);
        }
        return starts;
    }

    /// <summary>Name of the entrance of a person, by number.</summary>
    public static string EntranceOf(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The room.</summary>
    /// <param name="options">How the bench is run.</param>
    /// <param name="newcomers">How many more may come in.</param>
    public static RoomSettings Settings(CrowdOptions options, int newcomers)
    {
        float radius = RadiusOf(options);
        List<Spawn> spawns = [new("entrance", Vector3.Zero, 0f, radius)];
        List<Seat> seats = [];
        foreach ((int number, Vector2 start) in StartsOf(options).Index())
        {
            Vector3 place = new(start.X, 0f, start.Y);
            spawns.Add(new($"from:{EntranceOf(number)}", place, 0f, 0f));
            if (seats.Count < MostSeats) seats.Add(new(place with { Y = 0.45f }, 0f, place));
        }
        return new("bench", options.Avatars + newcomers, new(spawns, seats, [], [], []), Floor(radius)) { FrameBudgetBytes = options.BudgetBytes };
    }

    /// <summary>Where somebody on a seat is.</summary>
    public static Func<int, Vector2> SeatPlaceOf(SceneLayout layout) => seat => new(layout.Seats[seat].Position.X, layout.Seats[seat].Position.Z);

    // KFL1, docs/protocol.md, section 6: level floor
    private static FloorGrid Floor(float radius)
    {
        int side = Math.Min(FloorGrid.MaxSide, (int)MathF.Ceiling((radius + 2f) * 2f / FloorGrid.CellMetres));
        byte[] file = new byte[20 + (side * side * 2)];
        "KFL1"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), (ushort)side);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), (ushort)side);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8), FloorGrid.CellMetres);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(12), -side / 2f * FloorGrid.CellMetres);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(16), -side / 2f * FloorGrid.CellMetres);
        return FloorGrid.Parse(file) ?? throw new InvalidOperationException("The floor is malformed.");
    }
}
