using Kapok.Console.Texts;
using Microsoft.AspNetCore.Components;

namespace Kapok.Console.Live;

/// <summary>A page that looks again by itself, as long as it is shown.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();

    [Inject] public required TimeProvider Time { get; set; }

    [CascadingParameter] public required Catalogue Texts { get; set; }

    /// <summary>Ends when the page is left.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>Whether the first look has been taken; before it, a page shows that it is loading.</summary>
    protected bool Loaded { get; private set; }

    /// <summary>Whether the last look failed; the page says so and keeps showing what it had.</summary>
    protected bool Failed { get; private set; }

    /// <summary>Time between two looks.</summary>
    protected abstract TimeSpan Every { get; }

    protected DateTimeOffset Now => Time.GetUtcNow();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _gone.IsCancellationRequested) return;
        _gone.Cancel();
        _gone.Dispose();
    }

    /// <summary>Takes a look; <see cref="ComponentBase.StateHasChanged"/> is called afterwards.</summary>
    protected abstract Task LookAsync(CancellationToken cancel);

    protected override async Task OnInitializedAsync()
    {
        CancellationToken cancel = _gone.Token;
        await LookOnceAsync(cancel);
        _ = InvokeAsync(() => RepeatAsync(cancel));
    }

    /// <summary>Looks now, out of turn: after a command, so that its effect is seen at once.</summary>
    protected async Task LookAgainAsync()
    {
        await LookOnceAsync(_gone.Token);
        StateHasChanged();
    }

    private async Task RepeatAsync(CancellationToken cancel)
    {
        using PeriodicTimer timer = new(Every, Time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                await LookOnceAsync(cancel);
                StateHasChanged();
            }
        }
        catch (OperationCanceledException)
        {
            // the page was left
        }
    }

    private async Task LookOnceAsync(CancellationToken cancel)
    {
        try
        {
            await LookAsync(cancel);
            (Loaded, Failed) = (true, false);
        }
#pragma warning disable CA1031 // Whatever failed, a room or the database, the page says so and tries again.
        catch (Exception error) when (error is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed = true;
        }
    }
}
