using Kapok.Protocol.Messages;
using Kapok.World;
using Kapok.World.Show;

namespace Kapok.Tests.World.Show;

/// <summary>A room with a show, its manager, and viewers who compute the picture from what they are sent, as clients do.</summary>
internal sealed class ShowRoom
{
    internal ShowRoom(ShowSettings? show = null)
    {
        Test = new(show: show);
        (Manager, Desk) = Test.Enter("Stella", Role.StageManager);
    }

    internal TestRoom Test { get; }

    internal Resident Manager { get; }

    internal TestViewer Desk { get; }

    internal double NowMs => Test.Clock.NowMilliseconds;

    internal ShowRun Run => Test.Room.Show.Running;

    internal static Cue Cue(string id, CueTrigger? trigger = null, params ShowAction[] actions)
    {
        ShowAction[] usual = [ShowSamples.Light(id[^1] * 0x010305u)];
        return new() { Id = id, Number = id, Name = "Cue " + id, Trigger = trigger, Actions = { actions.Length > 0 ? actions : usual } };
    }

    internal static CueTrigger After(uint delayMs) => new() { After = new() { DelayMs = delayMs } };

    internal static CueTrigger With(uint delayMs) => new() { With = new() { DelayMs = delayMs } };

    internal static CueTrigger At(double utcMs) => new() { At = new() { UtcMs = utcMs } };

    internal static RunOfShow List(params Cue[] cues) => new() { Title = "Night", Cues = { cues } };

    /// <summary>Gives the room a list, as an import does.</summary>
    internal void Load(params Cue[] cues) => Xunit.Assert.Equal("", Do(new() { Replace = new() { Run = List(cues), Expected = Run.Run.Version } }));

    /// <summary>Asks as somebody in the room does.</summary>
    /// <returns>The notice they are shown; empty for none.</returns>
    internal string Ask(Resident who, TestViewer at, ShowCommand command)
    {
        int before = at.All(message => message.Notice).Count();
        Xunit.Assert.True(Test.Room.Hear(who, new() { Show = command }), Test.Events.Failure?.ToString());
        return at.All(message => message.Notice).Skip(before).FirstOrDefault()?.Code ?? "";
    }

    internal string Do(ShowCommand command) => Ask(Manager, Desk, command);

    internal string Go(string cue) => Do(new() { Go = new() { Cue = cue } });

    internal string Back() => Do(new() { Back = new() });

    internal string Hold(bool on) => Do(new() { Hold = new() { On = on } });

    /// <summary>Cues that a viewer was sent, as the moments at which they play.</summary>
    internal static double[] Moments(TestViewer viewer) => [.. viewer.All(message => message.ShowCue).Select(cue => cue.AtMs)];

    /// <summary>What a viewer shows at a moment by what they were sent, be it in whatever order.</summary>
    internal static ShowState Picture(TestViewer viewer, double nowMs)
    {
        ShowState state = new();
        foreach (ServerMessage message in viewer.Messages)
        {
            if (message.Welcome is not null) state = new();
            if (message.ShowState is { } told && told.Revision >= state.Revision) state = told;
            if (message.ShowCue is { } cue && cue.Revision > state.Revision)
            {
                state = ShowModel.Apply(state, cue.Actions, cue.AtMs, cue.Seed);
                Xunit.Assert.Equal(cue.Revision, state.Revision);
            }
        }
        return ShowModel.ToPresent(state, nowMs);
    }
}
