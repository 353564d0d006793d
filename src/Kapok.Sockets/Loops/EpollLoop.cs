using System.Collections.Concurrent;
using System.ComponentModel;
using Kapok.Sockets.Buffers;
using Kapok.Sockets.Lines;
using Kapok.Sockets.Native;
using Microsoft.Extensions.Logging;

namespace Kapok.Sockets.Loops;

/// <summary>One thread that watches over many sockets by epoll, in rounds: whatever is readable is taken, then it rests for a few milliseconds.</summary>
/// <remarks>
/// Not a task for each socket: measured, waking one for each packet costs more than the packet. Items are touched by the loop's thread only;
/// <see cref="Post"/> brings work there. Everything else public is thread-safe. Descriptors are told of when something changes
/// (edge-triggered), so an item must read until there is nothing left, or ask to be called <see cref="Again"/>.
/// </remarks>
public sealed partial class EpollLoop : IDisposable
{
    private const int WakeNumber = 0; // of the counter that wakes; items have numbers from 1

    private readonly LoopOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Epoll _epoll = new();
    private readonly WakeCounter _wake = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<ILoopItem?> _items = [null];
    private readonly Stack<int> _free = new();
    private readonly FlushQueue _flushes = new();
    private readonly byte[] _receive;
    private readonly ITimer _sweeper;
    private readonly Thread _thread;
    private readonly long _began;
    private List<ILoopItem> _again = [], _againNow = [];
    private volatile bool _isStopping, _hasEnded, _isSweepDue, _isWaiting;
    private int _count;

    /// <summary>Starts a loop.</summary>
    /// <exception cref="Win32Exception">The system has no epoll instance to give.</exception>
    public EpollLoop(LoopOptions options, TimeProvider time, ILogger log)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Rest, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Rest, TimeSpan.FromMilliseconds(50));
        (_options, _time, _log, _began) = (options, time, log, time.GetTimestamp());
        _receive = GC.AllocateUninitializedArray<byte>(options.ReceiveBytes, pinned: true);
        _epoll.Add(_wake.Descriptor, WakeNumber, Readiness.Readable);
        _sweeper = time.CreateTimer(_ => AskForSweep(), null, options.SweepEvery, options.SweepEvery);
        _thread = new Thread(Run) { IsBackground = true, Name = options.Name };
        _thread.Start();
    }

    /// <summary>Whether this system has what a loop needs: Linux on x64 or Arm64.</summary>
    public static bool IsSupported => Epoll.IsSupported;

    /// <summary>Items it watches over.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Where buffers come from.</summary>
    public BufferPool Buffers => _options.Buffers;

    /// <summary>Milliseconds since it was made.</summary>
    public double NowMs => _time.GetElapsedTime(_began).TotalMilliseconds;

    /// <summary>Does something on the loop's thread, soon. What it throws is logged.</summary>
    public void Post(Action work)
    {
        _posted.Enqueue(work);
        if (_hasEnded) TakePosted(); // a socket that comes too late is closed by whoever brings it
        else _wake.Set();
    }

    /// <summary>Ends the loop and everything in it. Returns when its thread has ended.</summary>
    public void Dispose()
    {
        if (_isStopping) return;
        _isStopping = true;
        _sweeper.Dispose();
        _wake.Set();
        if (Thread.CurrentThread != _thread) _thread.Join();
    }

    /// <summary>Room to receive into; good until the item returns.</summary>
    internal Span<byte> ReceiveBuffer => _receive;

    /// <summary>Takes an item in. On the loop's thread. One that cannot be watched is abandoned.</summary>
    internal void Add(ILoopItem item, int descriptor)
    {
        if (_hasEnded)
        {
            item.Abandon();
            return;
        }
        int number = _free.TryPop(out int free) ? free : _items.Count;
        if (number == _items.Count) _items.Add(null);
        (_items[number], item.Number) = (item, number);
        Interlocked.Increment(ref _count);
        try
        {
            _epoll.Add(descriptor, number, item.Wanted);
        }
        catch (Win32Exception error)
        {
            CannotWatch(_log, _options.Name, error);
            item.Abandon();
        }
    }

    /// <summary>Lets an item go; its descriptor is still open. On the loop's thread.</summary>
    internal void Remove(ILoopItem item, int descriptor)
    {
        if (item.Number == 0) return;
        _epoll.Remove(descriptor);
        _items[item.Number] = null;
        _free.Push(item.Number);
        item.Number = 0;
        Interlocked.Decrement(ref _count);
    }

    /// <summary>The item's <see cref="ILoopItem.Wanted"/> has changed. On the loop's thread.</summary>
    internal void Rewatch(ILoopItem item, int descriptor) => _epoll.Modify(descriptor, item.Number, item.Wanted);

    /// <summary>Calls an item in the next round as if it had become readable. On the loop's thread.</summary>
    internal void Again(ILoopItem item) => _again.Add(item);

    /// <summary>Sends what a line has queued, unless somebody does before: after <see cref="FlushQueue.AfterMs"/>.</summary>
    internal void FlushLater(LoopLine line)
    {
        if (_flushes.Add(line, NowMs) && _isWaiting) _wake.Set();
    }

    private void Run()
    {
        bool isBusy = false;
        int restMs = (int)_options.Rest.TotalMilliseconds;
        while (!_isStopping)
        {
            int count = Wait(isBusy && restMs > 0);
            TakeAgain();
            for (int at = 0; at < count; at++) Dispatch(at);
            TakePosted();
            while (_flushes.TryTakeDue(NowMs, out LoopLine? line)) Guard(line, 0, static (item, _) => ((LoopLine)item).Flush());
            if (_isSweepDue) Sweep();
            isBusy = count > 0 || _again.Count > 0;
            if (isBusy && restMs > 0 && !_epoll.IsFull) _wake.Wait(restMs);
        }
        End();
    }

    private int Wait(bool onlyLook)
    {
        if (onlyLook || _again.Count > 0) return _epoll.Wait(0);
        _isWaiting = true;
        // A flush that is asked for from here on wakes; one from before is seen by this look.
        Interlocked.MemoryBarrier();
        int count = _epoll.Wait(_isStopping || _isSweepDue || !_posted.IsEmpty ? 0 : _flushes.MillisecondsToNext(NowMs));
        _isWaiting = false;
        return count;
    }

    private void Dispatch(int at)
    {
        (int number, Readiness happened) = _epoll.Event(at);
        if (number == WakeNumber) _wake.Clear();
        // An item that was removed in this very round may still be told of.
        else if (number < _items.Count && _items[number] is { } item) Guard(item, happened, static (item, happened) => item.Ready(happened));
    }

    private void TakeAgain()
    {
        (_again, _againNow) = (_againNow, _again);
        foreach (ILoopItem item in _againNow)
        {
            if (item.Number != 0) Guard(item, Readiness.Readable, static (item, happened) => item.Ready(happened));
        }
        _againNow.Clear();
    }

    private void TakePosted()
    {
        // What is posted meanwhile waits for the next round, so a flood cannot keep the sockets waiting.
        for (int left = _posted.Count; left > 0 && _posted.TryDequeue(out Action? work); left--) Guard(null, work, static (_, work) => work());
    }

    private void Sweep()
    {
        _isSweepDue = false;
        double nowMs = NowMs;
        for (int number = 1; number < _items.Count; number++)
        {
            if (_items[number] is { } item) Guard(item, nowMs, static (item, nowMs) => item.Sweep(nowMs));
        }
    }

    private void AskForSweep()
    {
        _isSweepDue = true;
        if (Count > 0) _wake.Set();
    }

    private void End()
    {
        for (int number = 1; number < _items.Count; number++)
        {
            if (_items[number] is { } item) Guard(null, item, static (_, item) => item.Abandon());
        }
        _hasEnded = true;
        TakePosted();
        _wake.Dispose();
        _epoll.Dispose();
    }

    // The action captures nothing, so that nothing is allocated for each socket that has something to say.
    private void Guard<T>(ILoopItem? item, T argument, Action<ILoopItem, T> action)
    {
        try
        {
            action(item!, argument);
        }
#pragma warning disable CA1031 // Whatever one socket's owner throws, the others must not notice.
        catch (Exception error)
#pragma warning restore CA1031
        {
            ItemFailed(_log, _options.Name, error);
            if (item is { Number: not 0 }) Guard(null, item, static (_, item) => item.Abandon());
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Something in the socket loop {Loop} failed; its socket is closed")]
    private static partial void ItemFailed(ILogger log, string loop, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "The socket loop {Loop} cannot watch another socket")]
    private static partial void CannotWatch(ILogger log, string loop, Exception error);
}
