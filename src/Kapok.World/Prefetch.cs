using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Kapok.World;

/// <summary>Brings what the next viewers' frames are put together from into the cache, while those before them are served.</summary>
/// <remarks>What is known of each viewer lies where nothing else was read. Measured with ten thousand, the tick takes 0.91 to 1.0 of the time it takes without.</remarks>
internal static unsafe class Prefetch
{
    private const int ResidentAhead = 12, ViewAhead = 6, LineBytes = 64, ResidentBytes = 128, ViewBytes = 256;

    /// <summary>To be called for each in turn.</summary>
    /// <param name="residents">Everyone, by index.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="parity">Lowest bit of the ids that are served in this tick.</param>
    /// <param name="index">Whose turn it is.</param>
    public static void Ahead(ReadOnlySpan<Resident> residents, ReadOnlySpan<ushort> ids, int parity, int index)
    {
        if (!Sse.IsSupported) return;
        if (IsServed(ids, parity, index + ResidentAhead)) Object(residents[index + ResidentAhead], ResidentBytes);
        if (!IsServed(ids, parity, index + ViewAhead)) return;
        Resident soon = residents[index + ViewAhead];
        Object(soon.View, ViewBytes);
        if (soon.Outbound is { } outbound) Object(outbound, LineBytes);
    }

    private static bool IsServed(ReadOnlySpan<ushort> ids, int parity, int index) => index < ids.Length && ((ids[index] ^ parity) & 1) == 0;

    // Only a hint: where the collector moves the object meanwhile, nothing is read.
    private static void Object(object target, int bytes)
    {
        byte* at = (byte*)*(nint*)Unsafe.AsPointer(ref target);
        for (int offset = 0; offset < bytes; offset += LineBytes) Sse.Prefetch0(at + offset);
    }
}
