namespace Kapok.Sockets.Native;

/// <summary>Wakes a loop from other threads (eventfd(2)).</summary>
internal sealed unsafe class WakeCounter : IDisposable
{
    private readonly Lock _lock = new();
    private int _isSet;
    private bool _isClosed;

    /// <summary>The descriptor, for the loop to wait on.</summary>
    public int Descriptor { get; } = Epoll.Check(Libc.EventCounter(0, Libc.CloseOnExec | Libc.NonBlocking));

    /// <summary>Wakes. However often before the loop clears it, it costs one call.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) != 0) return;
        ulong one = 1;
        lock (_lock)
        {
            if (!_isClosed) _ = Libc.Write(Descriptor, &one, sizeof(ulong)); // the number may be another file's by now
        }
    }

    /// <summary>Ready to wake again, after it has woken. What was asked for before <see cref="Set"/> is seen by whoever looks after this.</summary>
    public void Clear()
    {
        ulong count;
        _ = Libc.Read(Descriptor, &count, sizeof(ulong));
        Interlocked.Exchange(ref _isSet, 0);
    }

    /// <summary>Waits until it is set, or for so long.</summary>
    public void Wait(int milliseconds)
    {
        Libc.PollEntry entry = new() { Descriptor = Descriptor, Wanted = Libc.PollIn };
        _ = Libc.Poll(&entry, 1, milliseconds);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (!_isClosed) _ = Libc.Close(Descriptor);
            _isClosed = true;
        }
    }
}
