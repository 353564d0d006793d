using System.CommandLine;
using Spectre.Console;

namespace Kapok.Tools.Doctor;

/// <summary>What the doctor looks at.</summary>
/// <param name="Port">Web port.</param>
/// <param name="Host">Address the venue listens on.</param>
/// <param name="Data">Data folder.</param>
/// <param name="Certificate">PEM certificates, separated by commas, if any.</param>
/// <param name="Key">PEM keys, as many.</param>
/// <param name="Client">Folder of the built client.</param>
/// <param name="Assets">Folder of the generated assets.</param>
/// <param name="SelfSigned">The venue has a certificate of its own.</param>
public sealed record DoctorOptions(int Port, string Host, string Data, string? Certificate, string? Key, string Client, string Assets, bool SelfSigned = false)
{
    /// <summary>The venue is asked by HTTPS.</summary>
    public bool IsSecure => Certificate is not null || SelfSigned;
}

/// <summary><c>kapok doctor</c>: looks at everything a venue needs and says what to do. Exit code 1 when something is bad.</summary>
public static class DoctorCommand
{
    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        // What nobody says is as the service of an installed package has it.
        Option<int> port = new("--port") { Description = "Web port.", DefaultValueFactory = _ => int.TryParse(Installation.Setting("KAPOK__PORT"), out int set) ? set : 5080 };
        Option<string> host = new("--host") { Description = "Address the venue listens on.", DefaultValueFactory = _ => Installation.Setting("KAPOK__HOST") ?? "127.0.0.1" };
        Option<string> data = new("--data") { Description = "Data folder.", DefaultValueFactory = _ => Installation.IsPackaged ? Installation.Data : "data" };
        Option<string?> cert = new("--cert") { Description = "PEM certificates, separated by commas.", DefaultValueFactory = _ => Installation.Setting("KAPOK__CERT") };
        Option<string?> key = new("--key") { Description = "PEM keys, as many.", DefaultValueFactory = _ => Installation.Setting("KAPOK__KEY") };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 65535) result.AddError("--port must be a number from 1 to 65535.");
        });
        Command command = new("doctor", "Check ports, storage, TLS, clock, disk and the client, and say what to do.") { port, host, data, cert, key };
        command.SetAction(async (parse, cancel) =>
        {
            DoctorOptions options = new(
                parse.GetValue(port), parse.GetValue(host)!, parse.GetValue(data)!, parse.GetValue(cert), parse.GetValue(key),
                Installation.Client, Installation.Assets,
                bool.TryParse(Installation.Setting("KAPOK__SELFSIGNED"), out bool selfSigned) && selfSigned);
            IReadOnlyList<Finding> findings = await new Checks(options, TimeProvider.System).RunAsync(cancel);
            if (System.Console.IsOutputRedirected) AnsiConsole.Profile.Width = int.MaxValue; // a finding is one line in a log, however long
            foreach (Finding finding in findings) Print(finding);
            int bad = findings.Count(f => f.Verdict == Verdict.Bad), warnings = findings.Count(f => f.Verdict == Verdict.Warning);
            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLine(bad > 0 ? $"[red]{bad} to mend before people come.[/]" : warnings > 0 ? $"[yellow]Works, with {warnings} to look at.[/]"
                : "[green]All is well.[/]");
            return bad > 0 ? 1 : 0;
        });
        return command;
    }

    private static void Print(Finding finding)
    {
        string mark = finding.Verdict switch { Verdict.Good => "[green]ok  [/]", Verdict.Warning => "[yellow]look[/]", _ => "[red]bad [/]" };
        AnsiConsole.MarkupLine($"{mark}  [bold]{finding.Subject,-8}[/] {Markup.Escape(finding.Fact)}");
        if (finding.Advice is { } advice) AnsiConsole.MarkupLine($"                [dim]→ {Markup.Escape(advice)}[/]");
    }
}
