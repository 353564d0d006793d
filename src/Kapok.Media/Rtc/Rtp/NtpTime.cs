namespace Kapok.Media.Rtc.Rtp;

/// <summary>Wall-clock time as RTCP has it: seconds since 1900 with 32 bits of fraction (RFC 3550, section 4).</summary>
/// <param name="Value">32.32 fixed point.</param>
public readonly record struct NtpTime(ulong Value)
{
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The middle 32 bits: what LSR of a report block repeats.</summary>
    public uint Middle => (uint)(Value >> 16);

    /// <summary>Of a time.</summary>
    public static NtpTime Of(DateTimeOffset time)
    {
        // 10,000,000 ticks a second; the seconds wrap in 2036, as the standard allows.
        ulong ticks = (ulong)(time - Epoch).Ticks;
        ulong seconds = ticks / TimeSpan.TicksPerSecond, rest = ticks % TimeSpan.TicksPerSecond;
        return new((seconds << 32) | ((rest << 32) / TimeSpan.TicksPerSecond));
    }

    /// <summary>Round-trip time from a report block (RFC 3550, section 6.4.1): now − LSR − DLSR.</summary>
    /// <returns>Milliseconds, or −1 when no report was answered or the clock jumped.</returns>
    public double RoundTripMs(uint lastReport, uint delay)
    {
        int units = (int)(Middle - lastReport - delay);
        return lastReport == 0 || units < 0 ? -1 : units / 65.536;
    }
}
