using System.Globalization;
using System.Text.Json;

namespace Kapok.Tools.Bench.Tls;

/// <summary>Who ends TLS in the server.</summary>
public enum HandshakeWay
{
    /// <summary>The front door, with OpenSSL on an epoll loop.</summary>
    Door,

    /// <summary>Kestrel, with the framework's SslStream.</summary>
    Kestrel,
}

/// <summary>What a bench of handshakes measured. The field names are a contract; scripts read them.</summary>
/// <param name="Seconds">How long each run was measured.</param>
/// <param name="InFlight">Connections that were being opened at any moment.</param>
/// <param name="Runs">The runs.</param>
public sealed record HandshakeReport(int Seconds, int InFlight, IReadOnlyList<HandshakeRun> Runs)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The report as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}

/// <summary>One run: TLS handshakes with a P-256 certificate, each up to the WebSocket that is opened through it, and its close.</summary>
/// <param name="Way"><c>door</c> or <c>kestrel</c>.</param>
/// <param name="Protocol"><c>TLS 1.3</c> or <c>TLS 1.2</c>.</param>
/// <param name="Kind"><c>full</c>, or <c>resumed</c> with a ticket of a session before.</param>
/// <param name="HandshakesPerSecond">As they were done, whoever was the limit.</param>
/// <param name="PerCore">Handshakes divided by the server's processor seconds: what one core of it does when nothing else is the limit.</param>
/// <param name="ServerCores">Processor time of the server a second.</param>
/// <param name="GeneratorCores">Processor time of the clients a second.</param>
/// <param name="AllocatedBytesEach">Managed memory of the server for each.</param>
/// <param name="ResumedShare">Of the handshakes, those that went on with a session from before, 0 to 1: it tells of a run that is not of its kind.</param>
/// <param name="LimitedBy">What kept it from being faster.</param>
public sealed record HandshakeRun(
    string Way, string Protocol, string Kind, double HandshakesPerSecond, double PerCore, double ServerCores, double GeneratorCores, double AllocatedBytesEach,
    double ResumedShare, string LimitedBy)
{
    /// <summary>A value of <see cref="Kind"/>.</summary>
    internal const string Full = "full", Resumed = "resumed";

    private const double NearlyAll = 0.92;

    /// <summary>Makes the figures of what both sides counted.</summary>
    /// <param name="way">Who ended TLS.</param>
    /// <param name="protocol">Its version.</param>
    /// <param name="resumes">Whether sessions were to be resumed.</param>
    /// <param name="server">What the server counted.</param>
    /// <param name="clients">What the clients counted.</param>
    /// <param name="machine">What each had of the machine.</param>
    /// <exception cref="InvalidOperationException">Nothing was opened.</exception>
    public static HandshakeRun Of(HandshakeWay way, string protocol, bool resumes, HandshakeFigures server, ClientFigures clients, MachineShare machine)
    {
        if (server.Upgrades == 0 || clients.Opened == 0) throw new InvalidOperationException($"no connection was opened: {clients.LastFailure ?? "nothing says why"}");
        double serverCores = server.CpuSeconds / server.Seconds, generatorCores = clients.CpuSeconds / clients.Seconds;
        return new(
            way.ToString().ToLowerInvariant(), protocol, resumes ? Resumed : Full, Math.Round(server.Upgrades / server.Seconds), Math.Round(server.Upgrades / server.CpuSeconds),
            Math.Round(serverCores, 3), Math.Round(generatorCores, 3), Math.Round(server.AllocatedBytes / (double)server.Upgrades),
            Math.Round(clients.Resumed / (double)clients.Opened, 3), LimitOf(serverCores, generatorCores, machine));
    }

    private static string LimitOf(double server, double generator, MachineShare machine)
    {
        if (server > NearlyAll) return string.Create(CultureInfo.InvariantCulture, $"server: {server:F2} of one core");
        if (generator > NearlyAll * machine.ClientCores) return string.Create(CultureInfo.InvariantCulture, $"generator: {generator:F2} of {machine.ClientCores} cores");
        double others = machine.BusyOfFirst - server;
        return others > 1d - NearlyAll
            ? string.Create(CultureInfo.InvariantCulture, $"machine: others used {others:F2} of the server's core")
            : "neither: more in flight may give more";
    }
}

/// <summary>What both sides had of the machine.</summary>
/// <param name="ClientCores">Cores that the clients had for themselves.</param>
/// <param name="BusyOfFirst">How busy the server's core was with whatever, 0 to 1; NaN where that is not known.</param>
public readonly record struct MachineShare(int ClientCores, double BusyOfFirst);

/// <summary>What the server counted from one word to the next.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="CpuSeconds">Processor time, all threads.</param>
/// <param name="Upgrades">WebSockets that were opened.</param>
/// <param name="AllocatedBytes">Managed memory allocated.</param>
public sealed record HandshakeFigures(double Seconds, double CpuSeconds, long Upgrades, long AllocatedBytes);

/// <summary>What the clients counted meanwhile.</summary>
/// <param name="Seconds">How long.</param>
/// <param name="CpuSeconds">Processor time, all threads.</param>
/// <param name="Opened">WebSockets that were opened.</param>
/// <param name="Resumed">Of them those with a session from before.</param>
/// <param name="Failed">Attempts that failed.</param>
/// <param name="LastFailure">Why the last of them did; null when none has.</param>
public sealed record ClientFigures(double Seconds, double CpuSeconds, long Opened, long Resumed, long Failed, string? LastFailure);
