namespace Kapok.Events.Registrations;

/// <summary>How a registration stands. The numbers are kept in the database.</summary>
public enum RegistrationState
{
    /// <summary>An organiser has to look at it. Holds a place.</summary>
    Pending = 1,

    /// <summary>It has to be paid. Holds a place until <see cref="Registration.PayBy"/>.</summary>
    Unpaid = 2,

    /// <summary>It counts. Holds a place.</summary>
    Confirmed = 3,

    /// <summary>It waits until a place is free.</summary>
    Waiting = 4,

    /// <summary>An organiser said no.</summary>
    Declined = 5,

    /// <summary>Whoever made it, or an organiser, took it back.</summary>
    Cancelled = 6,

    /// <summary>It was not paid in time.</summary>
    Expired = 7,
}

/// <summary>What may be done with a registration.</summary>
public enum RegistrationStep
{
    /// <summary>An organiser says yes.</summary>
    Approve = 1,

    /// <summary>An organiser says no.</summary>
    Decline = 2,

    /// <summary>The money has come.</summary>
    Pay = 3,

    /// <summary>It is taken back.</summary>
    Cancel = 4,

    /// <summary>The time to pay is over.</summary>
    Expire = 5,
}

/// <summary>Which state follows which.</summary>
public static class RegistrationStates
{
    /// <summary>Whether it takes one of the places that there are.</summary>
    public static bool HoldsPlace(this RegistrationState state) =>
        state is RegistrationState.Pending or RegistrationState.Unpaid or RegistrationState.Confirmed;

    /// <summary>Whether it may still come to something: neither declined, cancelled nor expired.</summary>
    public static bool IsAlive(this RegistrationState state) => state.HoldsPlace() || state == RegistrationState.Waiting;

    /// <summary>The state after a step; null where the step may not be taken.</summary>
    /// <param name="state">How it stands.</param>
    /// <param name="step">What is done.</param>
    /// <param name="isPaid">Whether tickets of its type cost money.</param>
    public static RegistrationState? After(this RegistrationState state, RegistrationStep step, bool isPaid) => (state, step) switch
    {
        (RegistrationState.Pending, RegistrationStep.Approve) => isPaid ? RegistrationState.Unpaid : RegistrationState.Confirmed,
        (RegistrationState.Pending or RegistrationState.Waiting, RegistrationStep.Decline) => RegistrationState.Declined,
        (RegistrationState.Unpaid, RegistrationStep.Pay) => RegistrationState.Confirmed,
        (RegistrationState.Unpaid, RegistrationStep.Expire) => RegistrationState.Expired,
        (RegistrationState.Pending or RegistrationState.Unpaid or RegistrationState.Confirmed or RegistrationState.Waiting, RegistrationStep.Cancel) =>
            RegistrationState.Cancelled,
        _ => null,
    };
}
