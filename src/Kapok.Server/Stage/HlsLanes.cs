using System.Collections.Concurrent;

namespace Kapok.Server.Stage;

/// <summary>Turns at writing parts: a few are written, then what was written is sent, then the next few are.</summary>
/// <remarks>
/// When a part comes thousands ask for it in the same moment. The web server copies each answer into its buffers and sends it later, in the order in which work comes to
/// the pool: without turns all copies would be made before the first is sent, which is hundreds of megabytes, new to the processor's caches and a burden to the garbage
/// collector.
/// </remarks>
internal sealed class HlsLanes
{
    private const int Turn = 64;

    private readonly Lane[] _lanes = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Lane())];

    /// <summary>Is done when it is one's turn; whoever awaits it goes on in the lane, and should write and be gone.</summary>
    public Task TurnAsync() => _lanes[Thread.GetCurrentProcessorId() % _lanes.Length].TurnAsync();

    private sealed class Lane : IThreadPoolWorkItem
    {
        private readonly ConcurrentQueue<TaskCompletionSource> _waiting = new();
        private int _isOpen;

        public Task TurnAsync()
        {
            TaskCompletionSource one = new();
            _waiting.Enqueue(one);
            Open();
            return one.Task;
        }

        public void Execute()
        {
            for (int left = Turn; left > 0 && _waiting.TryDequeue(out TaskCompletionSource? one); left--) one.SetResult();
            Volatile.Write(ref _isOpen, 0);
            if (!_waiting.IsEmpty) Open();
        }

        // Behind what stands in the pool's line already: the sending of what was written before.
        private void Open()
        {
            if (Interlocked.Exchange(ref _isOpen, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
