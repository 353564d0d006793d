namespace Kapok.Sockets.Door;

/// <summary>Those who take connections, asked together.</summary>
internal static class Takers
{
    /// <summary>Asks whose a connection is; the first who says yes has it.</summary>
    /// <param name="takers">Who is asked, in this order.</param>
    /// <param name="first">What came first on it.</param>
    /// <param name="taker">Whose it is; null unless it is known.</param>
    /// <returns>Perhaps only while more bytes would be looked at.</returns>
    public static Match Ask(this IConnectionTaker[] takers, ReadOnlySpan<byte> first, out IConnectionTaker? taker)
    {
        Match best = Match.No;
        foreach (IConnectionTaker one in takers)
        {
            Match match = one.Look(first);
            if (match == Match.Yes)
            {
                taker = one;
                return match;
            }
            if (match == Match.Perhaps && first.Length < FrontDoorOptions.LookBytes) best = match;
        }
        taker = null;
        return best;
    }
}
