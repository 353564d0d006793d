namespace Kapok.Events.Planning;

/// <summary>How far an event is. The numbers are kept in the database. That it is on, or over, is said by its times alone.</summary>
public enum EventState
{
    /// <summary>Only those who make it see it.</summary>
    Draft = 1,

    /// <summary>It can be found and registered for.</summary>
    Published = 2,

    /// <summary>It will be at another time, which is not known yet.</summary>
    Postponed = 3,

    /// <summary>It will not be.</summary>
    Cancelled = 4,
}

/// <summary>What may be done with an event.</summary>
public enum EventStep
{
    /// <summary>Those who may find it find it; a postponed one has its new times.</summary>
    Publish = 1,

    /// <summary>It is a draft again.</summary>
    Withdraw = 2,

    /// <summary>Its times hold no more.</summary>
    Postpone = 3,

    /// <summary>It is called off for good.</summary>
    Cancel = 4,
}

/// <summary>Which state follows which.</summary>
public static class EventStates
{
    /// <summary>The state after a step; null where the step may not be taken.</summary>
    /// <param name="state">How it stands.</param>
    /// <param name="step">What is done.</param>
    /// <param name="hasRegistrations">Whether anybody counts on it: then it can be postponed or cancelled, which tells them, and no more be withdrawn.</param>
    public static EventState? After(this EventState state, EventStep step, bool hasRegistrations) => (state, step) switch
    {
        (EventState.Draft or EventState.Postponed, EventStep.Publish) => EventState.Published,
        (EventState.Published, EventStep.Withdraw) when !hasRegistrations => EventState.Draft,
        (EventState.Published, EventStep.Postpone) => EventState.Postponed,
        (EventState.Published or EventState.Postponed, EventStep.Cancel) => EventState.Cancelled,
        _ => null,
    };
}
