namespace Kapok.Media.Stage.Hls;

/// <summary>Those who wait for what comes next. They are let go a few at a time.</summary>
/// <remarks>
/// All at once would be one line of code. Then, though, thousands of answers are copied into the web server's buffers before the first of them is sent, which takes
/// hundreds of megabytes each time a part comes, and half of the processor's time for the garbage collector. Let go in turns, each is on its way before the next is written.
/// </remarks>
internal sealed class HlsQueue
{
    private const int Turn = 16;

    private readonly Lock _lock = new();
    private List<TaskCompletionSource<bool>>? _waiting = [];
    private bool _isNewer;

    /// <summary>Waits. Whoever awaits it goes on in a thread of the pool.</summary>
    /// <returns>True when there is something new, false when it has been too long.</returns>
    public Task<bool> WaitAsync()
    {
        lock (_lock)
        {
            if (_waiting is null) return Task.FromResult(_isNewer);
            TaskCompletionSource<bool> one = new();
            _waiting.Add(one);
            return one.Task;
        }
    }

    /// <summary>Lets go of all; once.</summary>
    public void Release(bool isNewer)
    {
        List<TaskCompletionSource<bool>> all;
        lock (_lock)
        {
            if (_waiting is null) return;
            (all, _waiting, _isNewer) = (_waiting, null, isNewer);
        }
        if (all.Count > 0) ThreadPool.UnsafeQueueUserWorkItem(new Turns(all, isNewer), preferLocal: false);
    }

    // What it lets go runs here, and what that brings about stands in the pool's line before the next turn.
    private sealed class Turns(List<TaskCompletionSource<bool>> all, bool isNewer) : IThreadPoolWorkItem
    {
        private int _at;

        public void Execute()
        {
            for (int end = Math.Min(all.Count, _at + Turn); _at < end; _at++) all[_at].SetResult(isNewer);
            if (_at < all.Count) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }
}
