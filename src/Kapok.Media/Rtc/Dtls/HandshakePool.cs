namespace Kapok.Media.Rtc.Dtls;

/// <summary>Runs what blocks in DTLS on a bounded number of threads.</summary>
/// <remarks>
/// A handshake waits for the network most of its time, a round trip or two, so there are many more workers than cores; each costs a small
/// stack. Whoever finds the queue full is refused at once and may come again, which is better than everyone being late.
/// A thread for each handshake would let whoever opens many take all memory.
/// </remarks>
internal sealed class HandshakePool : IDisposable
{
    private const int StackBytes = 256 * 1024;

    private readonly Queue<Action> _work = new();
    private readonly Thread[] _workers;
    private readonly int _mostWaiting;
    private readonly FaultLog _faults;
    private bool _isClosed;
    private int _busy;

    /// <summary>Starts the workers.</summary>
    /// <param name="workers">Handshakes at once.</param>
    /// <param name="waiting">Handshakes that may wait for a worker.</param>
    /// <param name="faults">Keeps what a handshake throws: its session does not connect in time then, and ends.</param>
    public HandshakePool(int workers, int waiting, FaultLog faults)
    {
        (_mostWaiting, _faults) = (waiting, faults);
        _workers = new Thread[workers];
        for (int at = 0; at < workers; at++)
        {
            _workers[at] = new Thread(Run, StackBytes) { IsBackground = true, Name = "dtls" };
            _workers[at].Start();
        }
    }

    /// <summary>Workers that are at work.</summary>
    public int Busy => Volatile.Read(ref _busy);

    /// <summary>Hands work to the next free worker.</summary>
    /// <returns>False when too much waits already.</returns>
    public bool TryRun(Action work)
    {
        lock (_work)
        {
            if (_isClosed || _work.Count == _mostWaiting) return false;
            _work.Enqueue(work);
            Monitor.Pulse(_work); // wakes one of the workers
            return true;
        }
    }

    /// <summary>Ends the workers when they have done what they are at.</summary>
    public void Dispose()
    {
        lock (_work)
        {
            _isClosed = true;
            _work.Clear();
            Monitor.PulseAll(_work);
        }
        foreach (Thread worker in _workers) worker.Join(TimeSpan.FromSeconds(1));
    }

    private void Run()
    {
        while (Next() is { } work)
        {
            Interlocked.Increment(ref _busy);
            try
            {
                work();
            }
#pragma warning disable CA1031 // One handshake's fault must not end the process.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                _faults.Note(fault);
            }
            finally
            {
                Interlocked.Decrement(ref _busy);
            }
        }
    }

    private Action? Next()
    {
        lock (_work)
        {
            while (_work.Count == 0 && !_isClosed) Monitor.Wait(_work);
            return _work.TryDequeue(out Action? work) ? work : null;
        }
    }
}
