using System.Diagnostics;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Kapok.Protocol;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.World;

/// <summary>A room is a kernel with parts: one table of messages, one stream of events (docs/parts.md).</summary>
public sealed class PartsTests
{
    [Fact]
    public void Every_message_of_the_contract_is_taken_by_somebody_but_the_hello()
    {
        ClientMessage.BodyOneofCase[] all = Enum.GetValues<ClientMessage.BodyOneofCase>();
        Assert.Equal([ClientMessage.BodyOneofCase.None, ClientMessage.BodyOneofCase.Hello], all.Where(kind => Room.Messages.LimitOf(kind) is null));
    }

    [Fact]
    public void The_server_acts_on_every_kind_of_event()
    {
        Type outlet = typeof(Kapok.Server.Rooms.RoomHost).Assembly.GetType("Kapok.Server.Rooms.RoomOutlet", throwOnError: true)!;
        MethodInfo happened = outlet.GetMethod(nameof(IRoomEvents.Happened))!;
        Type[] kinds = [.. typeof(IRoomEvent).Assembly.GetTypes().Where(type => type.IsValueType && type.IsAssignableTo(typeof(IRoomEvent)))];
        Assert.True(kinds.Length >= 16);
        foreach (Type kind in kinds)
        {
            // An outlet without anything behind it fails at whatever it hands the event to; one that does not know the event says so before.
            Exception? error = Record.Exception(() => happened.MakeGenericMethod(kind)
                .Invoke(RuntimeHelpers.GetUninitializedObject(outlet), [RuntimeHelpers.GetUninitializedObject(kind)]));
            Assert.False(error?.InnerException is UnreachableException, $"nobody acts on {kind.Name}");
        }
    }

    [Fact]
    public void A_tick_in_which_a_hundred_voices_move_allocates_nothing()
    {
        TestRoom test = new(capacity: 400);
        Counting heard = new();
        Room room = new(test.Settings, test.Clock, new Filter(heard), () => "token");
        List<Resident> people = [];
        for (int i = 0; i < 100; i++)
        {
            Resident who = room.Enter(new($"p{i}", $"p{i}", Role.Attendee, LookRules.Plain(), null, false, "", ""), new TestViewer { Decodes = false })!;
            Assert.True(room.Voices.Open(who));
            people.Add(who);
        }
        ushort sequence = 0;
        long[] allocated = new long[60];
        for (int tick = -100; tick < allocated.Length; tick++)
        {
            sequence++;
            foreach (Resident who in people)
            {
                Vector3 now = room.BodyOf(who).Position;
                float way = sequence % 8 < 4 ? 0.1f : -0.1f; // to and fro, and never where they were four ticks ago
                who.Mailbox.Post(MoveFrame.FromMetres(room.BodyOf(who).Epoch, sequence, now.X + way, 0f, now.Z, 0f, way, 0f, false), test.Clock.NowMilliseconds);
            }
            test.Time.Advance(TimeSpan.FromMilliseconds(50));
            long before = GC.GetAllocatedBytesForCurrentThread();
            room.Tick();
            if (tick >= 0) allocated[tick] = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Assert.True(heard.Moves > 1000, $"only {heard.Moves} moved");
        Assert.Equal(new long[allocated.Length], allocated);
    }

    private sealed class Counting : IRoomEvents
    {
        public int Moves { get; private set; }

        public void Happened<TEvent>(in TEvent happened)
            where TEvent : struct, IRoomEvent
        {
            switch (happened)
            {
                case VoiceMoved { Standing.IsQuiet: false }: Moves++; break;
                case MessageFailed failed: throw new InvalidOperationException("a message failed", failed.Error);
                default: break;
            }
        }
    }

    // As the one that stands between each run of a room and the server.
    private sealed class Filter(IRoomEvents events) : IRoomEvents
    {
        public void Happened<TEvent>(in TEvent happened)
            where TEvent : struct, IRoomEvent
        {
            if (happened is MessageFailed failed) throw new InvalidOperationException("a message failed", failed.Error);
            events.Happened(happened);
        }
    }
}
