using Microsoft.JSInterop;

namespace Kapok.Console.Live;

/// <summary>The few things only the browser itself can do, from <c>wwwroot/console.js</c>.</summary>
/// <remarks>One for each circuit. A call after the browser has gone does nothing.</remarks>
public sealed class Browser(IJSRuntime js) : IAsyncDisposable
{
    private Task<IJSObjectReference>? _module;

    public Task<IJSObjectReference> ModuleAsync() =>
        _module ??= js.InvokeAsync<IJSObjectReference>("import", "./_content/Kapok.Console/console.js").AsTask();

    /// <summary>Puts text on the clipboard; false when the browser refuses, as on plain HTTP from another host.</summary>
    public async Task<bool> CopyAsync(string text) => await (await ModuleAsync()).InvokeAsync<bool>("copy", text);

    /// <summary>Sends the file that was chosen in a field to an address of this server; what was wrong with it, or nothing.</summary>
    public async Task<string> SendFileAsync(Microsoft.AspNetCore.Components.ElementReference field, string address) =>
        await (await ModuleAsync()).InvokeAsync<string>("sendFile", field, address);

    /// <summary>Remembers light or dark for the next visit.</summary>
    public async Task RememberDarkAsync(bool dark) => await (await ModuleAsync()).InvokeVoidAsync("rememberDark", dark);

    public async ValueTask DisposeAsync()
    {
        if (_module is not { IsCompletedSuccessfully: true }) return;
        try
        {
            await (await _module).DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the browser has gone, and its module with it
        }
    }
}
