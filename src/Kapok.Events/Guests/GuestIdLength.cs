namespace Kapok.Events.Guests;

/// <summary>How long a guest's id may be, in every table that keeps one.</summary>
internal static class GuestIdLength
{
    public const int Max = 64;
}
