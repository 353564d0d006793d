using System.Buffers.Binary;
using Kapok.Protocol;
using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Clock;
using Kapok.World.Scenes;

namespace Kapok.Tools.Bench;

/// <summary>What a recording is of.</summary>
/// <param name="Scene">GLB file of the place.</param>
/// <param name="Avatars">People in it, performers not counted.</param>
/// <param name="Seconds">Room time that is recorded.</param>
/// <param name="Folder">Where it is written.</param>
public sealed record RecordingOptions(FileInfo Scene, int Avatars, int Seconds, DirectoryInfo Folder);

/// <summary>
/// Writes down what one newcomer to a full room is sent, message for message, so that a browser can be measured among ten thousand without ten thousand
/// sockets. Beside <c>stream.bin</c> (for each message: milliseconds since the newcomer came in and bytes, both u32, then the message) it writes what their
/// client fetches: <c>floor.bin</c> and <c>places.json</c>, as the server gives them.
/// </summary>
public sealed class Recording(RecordingOptions options)
{
    private const int Seed = 1, WarmUpSeconds = 12;
    private static readonly TimeSpan TickLength = TimeSpan.FromSeconds(1d / Room.TickRate);

    private readonly SteppedTime _time = new();

    /// <summary>Makes it.</summary>
    /// <returns>Messages and bytes recorded.</returns>
    /// <exception cref="InvalidDataException">The scene cannot be used, or does not hold so many.</exception>
    public (int Messages, long Bytes) Run()
    {
        byte[] file = File.ReadAllBytes(options.Scene.FullName);
        if (!SceneReader.TryRead(file, SceneLimits.Default, out SceneLayout? layout, out SceneError? refused)
            || !FloorRaster.TryMake(layout, SceneLimits.Default, out FloorGrid? floor, out refused))
            throw new InvalidDataException(refused.Detail);
        options.Folder.Create();
        File.WriteAllBytes(Path.Combine(options.Folder.FullName, "floor.bin"), floor.Serialise());
        File.WriteAllBytes(Path.Combine(options.Folder.FullName, "places.json"), PlacesJson.Write(layout));

        (RoomSettings settings, Audience people) = Audience.In(Path.GetFileNameWithoutExtension(options.Scene.Name), layout, floor, options.Avatars, Seed);
        RoomClock clock = new(_time);
        int tokens = 0;
        Room room = new(settings, clock, new QuietEvents(), () => $"{tokens++}");
        people.Enter(room, () => new Deaf());
        for (int tick = 0; tick < WarmUpSeconds * Room.TickRate; tick++) Step(room, clock, people);

        using FileStream stream = File.Create(Path.Combine(options.Folder.FullName, "stream.bin"));
        double began = clock.NowMilliseconds;
        Writer newcomer = new(stream, () => clock.NowMilliseconds - began);
        if (room.Enter(new("guest-newcomer", "Visitor", Role.Attendee, LookOfNewcomer(), null, true, "", ""), newcomer) is null)
            throw new InvalidOperationException("The room is full.");
        for (int tick = 0; tick < options.Seconds * Room.TickRate; tick++) Step(room, clock, people);
        return (newcomer.Messages, stream.Length);
    }

    private void Step(Room room, RoomClock clock, Audience people)
    {
        _time.Advance(TickLength);
        people.Step(room, clock.NowMilliseconds, (float)TickLength.TotalSeconds);
        room.Tick();
    }

    private static Look LookOfNewcomer()
    {
        Look look = LookRules.Plain();
        look.Stick = 0x36c5ff;
        return look;
    }

    /// <summary>Takes what the newcomer is sent.</summary>
    private sealed class Writer(FileStream stream, Func<double> sinceMs) : IOutbound
    {
        private readonly byte[] _slot = new byte[RoomSettings.SlotBytes];

        public int Messages { get; private set; }

        public Span<byte> BatchSlot => _slot;

        public void Send(byte[] message) => Write(message);

        public void CommitBatch(ReadOnlySpan<int> lengths)
        {
            int start = 0;
            foreach (int length in lengths)
            {
                Write(_slot.AsSpan(start, length));
                start += length;
            }
        }

        public void Close(Ending ending) => throw new InvalidOperationException($"The room closed the newcomer: {ending}.");

        private void Write(ReadOnlySpan<byte> message)
        {
            Span<byte> head = stackalloc byte[8];
            BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)Math.Round(sinceMs()));
            BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)message.Length);
            stream.Write(head);
            stream.Write(message);
            Messages++;
        }
    }

    /// <summary>Everybody else: they are there, and nothing is sent to them. Their frames would be the recording's whole cost.</summary>
    private sealed class Deaf : IOutbound
    {
        public Span<byte> BatchSlot => default;

        public void Send(byte[] message) => ArgumentNullException.ThrowIfNull(message);

        public void CommitBatch(ReadOnlySpan<int> lengths) => throw new NotSupportedException();

        public void Close(Ending ending) => throw new NotSupportedException();
    }

    private sealed class QuietEvents : IRoomEvents
    {
        public void Happened<TEvent>(in TEvent happened)
            where TEvent : struct, IRoomEvent
        {
            // a recording is of what people are sent
        }
    }
}
