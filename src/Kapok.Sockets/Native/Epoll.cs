using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Kapok.Sockets.Native;

/// <summary>What happened to a descriptor, or what is to be told of it: bits of <c>EPOLL_EVENTS</c>.</summary>
[Flags]
internal enum Readiness : uint
{
    None = 0,
    Readable = 0x1,
    Writable = 0x4,
    Failed = 0x8,
    HungUp = 0x10,
    PeerEnded = 0x2000,

    /// <summary>Told once when it begins, instead of for as long as it lasts.</summary>
    OnChange = 0x8000_0000,
}

/// <summary>An epoll instance and the room for its events (epoll(7)). One thread waits; any may add and remove.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    private const int MostEvents = 512;

    // The kernel packs the structure on x64 only, there as in the days of 32 bits.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private static readonly int DataOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private readonly int _descriptor;
    private readonly byte[] _events = GC.AllocateArray<byte>(MostEvents * 16, pinned: true);

    /// <summary>Creates an instance.</summary>
    /// <exception cref="Win32Exception">There is none to be had.</exception>
    public Epoll() => _descriptor = Check(Libc.EpollCreate(Libc.CloseOnExec));

    /// <summary>Whether this system has epoll, laid out as it is known here.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.Arm64;

    /// <summary>The last wait was filled to the brim: there may be more.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Adds a descriptor under a number.</summary>
    /// <exception cref="Win32Exception">It cannot be added, for instance because the system's limit of watches is reached.</exception>
    public void Add(int descriptor, int number, Readiness wanted) => Check(Control(Libc.ControlAdd, descriptor, number, wanted));

    /// <summary>Changes what is told of a descriptor.</summary>
    public void Modify(int descriptor, int number, Readiness wanted) => Control(Libc.ControlModify, descriptor, number, wanted);

    /// <summary>Removes a descriptor. One that is closed goes by itself, unless it lives on elsewhere.</summary>
    public void Remove(int descriptor) => Control(Libc.ControlRemove, descriptor, 0, Readiness.None);

    /// <summary>Waits for events.</summary>
    /// <param name="milliseconds">At most so long; 0 does not wait, −1 waits for ever.</param>
    /// <returns>How many there are; <see cref="Event"/> reads them.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            int count = Libc.EpollWait(_descriptor, events, MostEvents, milliseconds);
            IsFull = count == MostEvents;
            return Math.Max(0, count); // interrupted by a signal: as if none had come
        }
    }

    /// <summary>One event of the last wait.</summary>
    public (int Number, Readiness Happened) Event(int index)
    {
        ReadOnlySpan<byte> at = _events.AsSpan(index * Stride, Stride);
        return (BitConverter.ToInt32(at[DataOffset..]), (Readiness)BitConverter.ToUInt32(at));
    }

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.Close(_descriptor);

    /// <summary>Throws for a result below 0.</summary>
    internal static int Check(int result) => result >= 0 ? result : throw new Win32Exception(Marshal.GetLastPInvokeError());

    private int Control(int operation, int descriptor, int number, Readiness wanted)
    {
        byte* interest = stackalloc byte[16];
        *(uint*)interest = (uint)wanted;
        *(long*)(interest + DataOffset) = number;
        return Libc.EpollControl(_descriptor, operation, descriptor, interest);
    }
}
