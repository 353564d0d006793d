namespace Kapok.Sockets.Native;

/// <summary>How many descriptors this process may have open, and how many of them are for connections.</summary>
public static unsafe class DescriptorLimit
{
    private const int OpenFilesResource = 7, ReservedShare = 4, MostReserved = 256;

    /// <summary>The most descriptors that the system allows; int.MaxValue where it does not say, or is no Linux.</summary>
    public static int Most
    {
        get
        {
            nuint* limit = stackalloc nuint[2];
            return OperatingSystem.IsLinux() && Libc.GetLimit(OpenFilesResource, limit) == 0 && limit[0] <= int.MaxValue ? (int)limit[0] : int.MaxValue;
        }
    }

    /// <summary>
    /// The number from which on descriptors are left to others: the runtime, which keeps two for each assembly that it loads and ends the process ("Out of
    /// memory.") when it cannot load one, the
    /// database, the log. Of numbers the system always gives the lowest that is free.
    /// </summary>
    /// <param name="most">The most descriptors, when fewer than the system allows; 0 for those.</param>
    internal static int FirstReserved(int most)
    {
        if (most <= 0) most = Most;
        return most - Math.Min(MostReserved, most / ReservedShare);
    }
}
