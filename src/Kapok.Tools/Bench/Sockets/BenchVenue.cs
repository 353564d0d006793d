using System.Diagnostics;
using System.Globalization;
using Kapok.Tools.Bots;

namespace Kapok.Tools.Bench.Sockets;

/// <summary>The real server as a process of its own, on a free port with data of its own, for as long as a bench runs.</summary>
internal sealed class BenchVenue : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60), StopTime = TimeSpan.FromSeconds(15);
    private static readonly string[] Rooms = ["arena", "forum", "terrace"];

    private readonly string _folder;
    private readonly Process _process;
    private NginxFront? _front;

    private BenchVenue(string folder, Process process, VenueClient client) => (_folder, _process, Client, Entrance) = (folder, process, client, client);

    /// <summary>Room that the bench fills.</summary>
    public static string Room => Rooms[0];

    /// <summary>The server's own HTTP interface, with the operator's token.</summary>
    public VenueClient Client { get; }

    /// <summary>Where people come in: the server, or what stands in front of it.</summary>
    public VenueClient Entrance { get; private set; }

    /// <summary>Processor seconds used so far: the server's and those of what stands in front of it.</summary>
    public double CpuSeconds => Processors.SecondsOf(_process) + (FrontCpuSeconds ?? 0d);

    /// <summary>Of them those of what stands in front; null when nothing does.</summary>
    public double? FrontCpuSeconds => _front?.CpuSeconds;

    /// <summary>Starts it.</summary>
    /// <param name="options">How the bench is run.</param>
    /// <param name="room">People who are to find room.</param>
    /// <param name="way">Which server, and what is in front of it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">It is not built, or does not start; one line says what to do.</exception>
    public static async Task<BenchVenue> StartAsync(CrowdOptions options, int room, ServerOptions way, CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("kapok-bench-").FullName;
        EmptyFloor.Write(Path.Combine(folder, "assets"), Rooms, BenchRoom.RadiusOf(options), [.. BenchRoom.StartsOf(options).Take(BenchRoom.MostSeats)]);
        BenchVenue venue = await StartAsync(folder, Path.Combine(folder, "assets"),
            [CapacityOf(room), string.Create(CultureInfo.InvariantCulture, $"--Kapok:FrameBudget={options.BudgetBytes}"), .. way.Arguments], cancel);
        if (way.Front != CrowdFront.Nginx) return venue;
        try
        {
            await venue.PutNginxInFrontAsync(room, cancel);
            return venue;
        }
        catch
        {
            await venue.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it with the places it really has.</summary>
    /// <param name="capacity">People a room takes.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">As for a bench.</exception>
    public static Task<BenchVenue> StartRealAsync(int capacity, CancellationToken cancel)
    {
        string assets = Installation.Assets;
        if (!Directory.Exists(assets)) throw new InvalidOperationException($"The places are missing in {assets}. {Installation.HowToBuild}");
        return StartAsync(Directory.CreateTempSubdirectory("kapok-rehearsal-").FullName, assets, [CapacityOf(capacity)], cancel);
    }

    /// <summary>Starts it with places of nothing, for a show that many watch from this machine.</summary>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InvalidOperationException">As for a bench.</exception>
    public static Task<BenchVenue> StartStageAsync(CancellationToken cancel)
    {
        string folder = Directory.CreateTempSubdirectory("kapok-bench-").FullName;
        EmptyFloor.Write(Path.Combine(folder, "assets"), Rooms, 20f, []);
        return StartAsync(folder, Path.Combine(folder, "assets"), ["--Kapok:KnownProxies=127.0.0.0/8", "--Voice:Enabled=false"], cancel);
    }

    private static string CapacityOf(int people) => string.Create(CultureInfo.InvariantCulture, $"--Kapok:Capacity={people}");

    private static async Task<BenchVenue> StartAsync(string folder, string assets, IReadOnlyList<string> settings, CancellationToken cancel)
    {
        string[] server = Installation.Server();
        string[] arguments =
        [
            .. server[1..], "--port", "0", "--data", Path.Combine(folder, "data"), "--assets", assets, "--client", Path.Combine(folder, "client"), .. settings,
        ];
        ProcessStartInfo start = Processors.OnFirst(server[0], arguments);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["DOTNET_gcServer"] = "0"; // as run.sh does
        Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet cannot be started: install the .NET SDK 10.");
        try
        {
            Uri address = await ReadAddressAsync(process, cancel);
            string token = (await File.ReadAllTextAsync(Path.Combine(folder, "data", "operator.token"), cancel)).Trim();
            return new(folder, process, new VenueClient(address, token, insecure: true));
        }
        catch
        {
            if (!process.HasExited) process.Kill();
            Directory.Delete(folder, true);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (Entrance != Client) Entrance.Dispose();
        if (_front is not null) await _front.DisposeAsync();
        _process.Kill();
        using CancellationTokenSource limit = new(StopTime);
        await _process.WaitForExitAsync(limit.Token);
        _process.Dispose();
        Directory.Delete(_folder, true);
    }

    private async Task PutNginxInFrontAsync(int people, CancellationToken cancel)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "nginx")).FullName;
        _front = await NginxFront.StartAsync(Client.Address, people, folder, cancel);
        Entrance = new(_front.Address, Client.OperatorToken, insecure: true);
    }

    private static async Task<Uri> ReadAddressAsync(Process process, CancellationToken cancel)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(StartTime);
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null) Console.Error.WriteLine(line.Data);
        };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (!line.StartsWith("ready ", StringComparison.Ordinal)) continue;
            _ = DrainAsync(process.StandardOutput);
            return new Uri(line["ready ".Length..]);
        }
        throw new InvalidOperationException("The server does not start.");
    }

    // A pipe that nobody reads stops whoever writes into it.
    private static async Task DrainAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
            // its log
        }
    }
}
