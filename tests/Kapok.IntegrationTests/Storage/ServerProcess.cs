using System.Diagnostics;

namespace Kapok.IntegrationTests.Storage;

/// <summary>The built server as a process of its own, which a test may kill.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process, Uri address) => (_process, Address) = (process, address);

    internal Uri Address { get; }

    /// <summary>Starts it and waits until it serves.</summary>
    internal static async Task<ServerProcess> StartAsync(string data, string assets)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_TieredPGO"] = "0" }, // it lives for a second: measuring how it runs would be half of what it does
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Kapok.Server.dll"), "--port", "0", "--data", data, "--assets", assets, "--client", assets,
                "--Kapok:JoinsPerMinute=10000", "--Kapok:SampleShow=false", "--Voice:Enabled=false", "--Logging:LogLevel:Default=Warning",
            },
        };
        Process process = Process.Start(start)!;
        using CancellationTokenSource limit = new(LongestStart);
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.StartsWith("ready ", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // a full pipe would stop it
            return new(process, new(line["ready ".Length..]));
        }
        throw new InvalidOperationException("The server ended before it was ready.");
    }

    /// <summary>As <c>kill -9</c>: it does nothing any more.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }
}
