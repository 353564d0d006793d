using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Kapok.Server.Configuration;
using Kapok.Sockets.Tls;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Configuration;

/// <summary>Which certificate serves whom, and how one takes the place of another.</summary>
public sealed class CertificatesTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordedLog _log = new();
    private readonly TestCertificates _authority = new();

    private DateTimeOffset Now => _time.GetUtcNow();

    [Theory]
    [InlineData("venue.example", "a")]
    [InlineData("VENUE.Example", "a")]
    [InlineData("venue.example.", "a")]
    [InlineData("club.example", "b")]
    [InlineData("one.club.example", "b")]
    [InlineData("two.club.example", "c")] // by its name before the wildcard, though that comes first
    [InlineData("deep.one.club.example", "a")] // a wildcard stands for one label
    [InlineData(".club.example", "a")]
    [InlineData("shared.example", "a")] // of two that bear it the former
    [InlineData("part-one.example", "a")] // no wildcard within a label
    [InlineData("other.example", "a")]
    [InlineData("", "a")]
    [InlineData(null, "a")]
    public void The_name_that_is_asked_for_chooses(string? name, string expected)
    {
        using Certificates certificates = Make(Write("a", "venue.example", "shared.example"), Write("b", "club.example", "*.club.example", "shared.example", "part-*.example"),
            Write("c", "two.club.example"));
        Assert.Equal($"{expected}.pem", Path.GetFileName(certificates.Find(name).Certificate.File));
        if (TlsContext.IsSupported) Assert.Same(certificates.Find(name).Loop, certificates.Choose(name));
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        Assert.SkipUnless(TlsContext.IsSupported, "there is no OpenSSL 3 here");
        using Certificates certificates = Make(Write("a", "venue.example"), Write("b", "*.club.example"));
        long least = long.MaxValue;
        for (int window = 0; window < 20; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int turn = 0; turn < 100; turn++)
            {
                certificates.Choose("venue.example");
                certificates.Choose("ONE.club.example");
                certificates.Choose("other.example");
                certificates.Choose(null);
            }
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }

    [Theory]
    [InlineData("certificate")]
    [InlineData("key")]
    public void A_renewed_pair_is_taken_whichever_file_was_written_last_and_the_half_of_it_is_told_once(string first)
    {
        using Certificates certificates = Make(Write("a", "venue.example"), Write("b", "club.example"));
        ServedCertificate before = certificates.Find("venue.example"), other = certificates.Find("club.example");
        certificates.Look();
        Assert.Same(before, certificates.Find("venue.example"));
        (string leaf, string key) = _authority.Issue(Now, Now.AddDays(80), "venue.example");
        if (first == "key") _authority.Write("a.key", key);
        else _authority.Write("a.pem", leaf + "\n" + _authority.Middle);
        _log.Lines.Clear();
        for (int look = 0; look < 5; look++) certificates.Look();
        Assert.Same(before, certificates.Find("venue.example"));
        (LogLevel level, string told) = Assert.Single(_log.Lines);
        Assert.Equal(LogLevel.Warning, level);
        Assert.StartsWith("The renewed certificate for venue.example is not taken, the one until 2027-01-29 serves on. The key ", told, StringComparison.Ordinal);
        Assert.Contains(" does not fit the certificate ", told, StringComparison.Ordinal);

        if (first != "key") _authority.Write("a.key", key);
        else _authority.Write("a.pem", leaf + "\n" + _authority.Middle);
        certificates.Look();
        Assert.Equal(Now.AddDays(80), certificates.Find("venue.example").Certificate.Until);
        Assert.Same(other, certificates.Find("club.example"));
        Assert.Equal((LogLevel.Information, $"HTTPS for venue.example: the certificate {Path.Combine(_authority.Folder, "a.pem")} is in use, good until 2027-02-18"), _log.Lines[^1]);
    }

    [Fact]
    public void What_is_wrong_is_told_once_for_each_state_of_the_files()
    {
        using Certificates certificates = Make(Write("a", "venue.example"));
        ServedCertificate before = certificates.Find(null);
        _log.Lines.Clear();
        _authority.Write("a.pem", "half of i");
        certificates.Look();
        certificates.Look();
        _authority.Write("a.pem", "half of it");
        certificates.Look();
        certificates.Look();
        File.Delete(Path.Combine(_authority.Folder, "a.pem"));
        certificates.Look();
        certificates.Look();
        Assert.Equal(3, _log.Lines.Count);
        Assert.Contains("holds no certificate", _log.Lines[1].Line, StringComparison.Ordinal);
        Assert.Contains("is missing", _log.Lines[2].Line, StringComparison.Ordinal);
        Assert.Same(before, certificates.Find(null));
    }

    [Fact]
    public void A_renewed_pair_that_has_ended_is_not_taken_and_one_that_begins_later_is_taken_then()
    {
        using Certificates certificates = Make(Write("a", "venue.example"));
        ServedCertificate before = certificates.Find(null);
        Write("a", Now.AddDays(-30), Now.AddDays(-1), "venue.example");
        certificates.Look();
        Assert.Same(before, certificates.Find(null));
        Assert.Contains("has expired on 2026-11-29", _log.Lines[^1].Line, StringComparison.Ordinal);
        Write("a", Now.AddMinutes(5), Now.AddDays(80), "venue.example");
        certificates.Look();
        Assert.Same(before, certificates.Find(null));
        _time.Advance(TimeSpan.FromMinutes(6));
        certificates.Look();
        Assert.NotSame(before, certificates.Find(null));
    }

    [Fact]
    public void A_link_that_is_pointed_elsewhere_is_a_renewal()
    {
        (string Cert, string Key) old = Write("old", "venue.example"), renewed = Write("new", "venue.example");
        string live = Path.Combine(_authority.Folder, "live"), cert = Path.Combine(live, "cert.pem"), key = Path.Combine(live, "key.pem");
        string now = Path.Combine(_authority.Folder, "..now");
        Directory.CreateDirectory(live);
        Directory.CreateDirectory(Path.Combine(_authority.Folder, "v1"));
        Directory.CreateDirectory(Path.Combine(_authority.Folder, "v2"));
        foreach ((string folder, (string Cert, string Key) pair) in (ReadOnlySpan<(string, (string, string))>)[("v1", old), ("v2", renewed)])
        {
            File.Move(pair.Cert, Path.Combine(_authority.Folder, folder, "cert.pem"));
            File.Move(pair.Key, Path.Combine(_authority.Folder, folder, "key.pem"));
        }
        // As Kubernetes does: the files are links through a link to a folder, and that one is replaced.
        Directory.CreateSymbolicLink(now, "v1");
        File.CreateSymbolicLink(cert, "../..now/cert.pem");
        File.CreateSymbolicLink(key, "../..now/key.pem");
        using Certificates certificates = Make((cert, key));
        ServedCertificate before = certificates.Find(null);
        certificates.Look();
        Assert.Same(before, certificates.Find(null));
        Directory.Delete(now);
        Directory.CreateSymbolicLink(now, "v2");
        certificates.Look();
        Assert.NotEqual(before.Certificate.Leaf.Thumbprint, certificates.Find(null).Certificate.Leaf.Thumbprint);
    }

    [Fact]
    public void The_key_of_session_tickets_lives_for_half_a_day()
    {
        Assert.SkipUnless(TlsContext.IsSupported, "there is no OpenSSL 3 here");
        using Certificates certificates = Make(Write("a", "venue.example"), Write("b", "club.example"));
        TlsContext first = certificates.Choose("venue.example"), other = certificates.Choose("club.example");
        _time.Advance(Certificates.TicketKeyLifetime - TimeSpan.FromSeconds(1));
        certificates.Look();
        Assert.Same(first, certificates.Choose("venue.example"));
        _time.Advance(TimeSpan.FromSeconds(1));
        certificates.Look();
        TlsContext second = certificates.Choose("venue.example");
        Assert.NotSame(first, second);
        Assert.NotSame(other, certificates.Choose("club.example"));
        certificates.Look();
        Assert.Same(second, certificates.Choose("venue.example"));
        _time.Advance(Certificates.TicketKeyLifetime);
        certificates.Look();
        Assert.NotSame(second, certificates.Choose("venue.example"));
    }

    [Fact]
    public void Where_Kestrel_ends_TLS_its_form_is_renewed_likewise()
    {
        (string cert, string key) = Write("a", "venue.example");
        using Certificates certificates = new(new KapokOptions { Cert = cert, Key = key, FrontDoor = KapokOptions.FrontDoorKestrel }, _time, new Logger<Certificates>(_log));
        SslStreamCertificateContext first = certificates.Find("venue.example").Stream;
        Assert.Equal([_authority.MiddleName], first.IntermediateCertificates.Select(one => one.GetNameInfo(X509NameType.SimpleName, forIssuer: false)));
        certificates.Look();
        Assert.Same(first, certificates.Find("venue.example").Stream);
        _time.Advance(Certificates.TicketKeyLifetime);
        certificates.Look();
        Assert.NotSame(first, certificates.Find("venue.example").Stream);
        Write("a", Now.AddDays(-1), Now.AddDays(80), "venue.example");
        certificates.Look();
        Assert.NotEqual(first.TargetCertificate.Thumbprint, certificates.Find("venue.example").Stream.TargetCertificate.Thumbprint);
    }

    [Fact]
    public void The_end_is_told_daily_while_it_comes_and_hourly_once_it_is_there()
    {
        Write("a", Now.AddDays(-30), Now.AddDays(15), "venue.example");
        using Certificates certificates = Make(Files("a"));
        ServedCertificate served = certificates.Find(null);
        _log.Lines.Clear();
        List<(double Hours, LogLevel Level)> told = [];
        for (int minutes = 0; minutes < 17 * 24 * 60; minutes += 10)
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            certificates.Look();
            told.AddRange(_log.Lines.Select(line => ((minutes + 10) / 60.0, line.Level)));
            if (minutes == 24 * 60) Assert.Contains("ends soon, whole days left: 13 (until 2026-12-15)", _log.Lines[0].Line, StringComparison.Ordinal);
            _log.Lines.Clear();
        }
        // Day 1 and ten minutes: less than fourteen days are left.
        IEnumerable<(double, LogLevel)> daily = Enumerable.Range(1, 14).Select(day => ((day * 24) + (1 / 6.0), LogLevel.Warning));
        IEnumerable<(double, LogLevel)> hourly = Enumerable.Range(0, 48).Select(hour => ((15 * 24) + hour + (1 / 6.0), LogLevel.Error));
        Assert.Equal(daily.Concat(hourly).Select(Rounded), told.Select(Rounded));
        Assert.Same(served.Certificate, certificates.Find(null).Certificate); // and it serves on

        Write("a", Now.AddDays(-1), Now.AddDays(60), "venue.example");
        certificates.Look();
        _time.Advance(TimeSpan.FromHours(2));
        certificates.Look();
        Assert.Equal(LogLevel.Information, Assert.Single(_log.Lines).Level);
    }

    [Fact]
    public void One_that_ends_soon_and_one_without_its_issuer_are_told_at_the_start()
    {
        (string leaf, string key) = _authority.Issue(Now.AddDays(-30), Now.AddDays(1), "venue.example");
        _authority.Write("a.pem", leaf);
        _authority.Write("a.key", key);
        using Certificates certificates = Make(Files("a"));
        Assert.Equal([LogLevel.Information, LogLevel.Warning, LogLevel.Warning], _log.Lines.Select(line => line.Level));
        Assert.Contains(_authority.MiddleName, _log.Lines[1].Line, StringComparison.Ordinal);
        Assert.Contains("fullchain.pem", _log.Lines[1].Line, StringComparison.Ordinal);
        Assert.Contains("whole days left: 1 ", _log.Lines[2].Line, StringComparison.Ordinal);
    }

    [Fact]
    public void One_of_its_own_is_made_anew_before_it_ends()
    {
        using Certificates certificates = new(new KapokOptions { SelfSigned = true, Host = "192.0.2.7" }, _time, new Logger<Certificates>(_log));
        ServedCertificate first = certificates.Find("localhost");
        Assert.Equal("192.0.2.7", first.Certificate.Addresses[^1].ToString());
        for (int day = 0; day < 400; day++)
        {
            _time.Advance(TimeSpan.FromDays(1));
            certificates.Look();
            Assert.True(certificates.Find(null).Certificate.Until - Now >= TimeSpan.FromDays(14));
        }
        Assert.NotEqual(first.Certificate.Leaf.Thumbprint, certificates.Find(null).Certificate.Leaf.Thumbprint);
        Assert.All(_log.Lines, line => Assert.Equal(LogLevel.Information, line.Level));
    }

    [Fact]
    public void A_start_is_refused_in_the_words_of_what_is_wrong()
    {
        (string cert, string key) = Write("a", "venue.example");
        (string bare, string bareKey) = Write("b", "192.0.2.7");
        Write("c", Now.AddDays(-30), Now.AddDays(-1), "venue.example");
        Assert.Contains("is missing", Refused((cert, key), (cert + "x", key)), StringComparison.Ordinal);
        Assert.Contains("has expired on 2026-11-29", Refused(Files("c")), StringComparison.Ordinal);
        Assert.Contains($"{bare} bears no host name", Refused((cert, key), (bare, bareKey)), StringComparison.Ordinal);
        using Certificates alone = Make((bare, bareKey));
        Assert.Equal("192.0.2.7", alone.Find("venue.example").Certificate.Title);
    }

    [Theory]
    [InlineData("a", null, "--cert and --key are needed together.")]
    [InlineData(",", ",", "--cert names no file: ','.")]
    [InlineData("a,b", "c", "--cert and --key need as many files each, in the same order: --cert names 2 and --key 1.")]
    [InlineData("a, b", "c,d", null)]
    public void Lists_of_files_are_checked(string? cert, string? key, string? error) => Assert.Equal(error, new KapokOptions { Cert = cert, Key = key }.Errors().SingleOrDefault());

    public void Dispose()
    {
        _authority.Dispose();
        _log.Dispose();
    }

    private static (long, LogLevel) Rounded((double Hours, LogLevel Level) one) => ((long)Math.Round(one.Hours * 60), one.Level);

    private (string Cert, string Key) Files(string name) => (Path.Combine(_authority.Folder, $"{name}.pem"), Path.Combine(_authority.Folder, $"{name}.key"));

    private (string Cert, string Key) Write(string name, params string[] names) => Write(name, Now.AddDays(-1), Now.AddDays(60), names);

    private (string Cert, string Key) Write(string name, DateTimeOffset from, DateTimeOffset until, params string[] names)
    {
        (string leaf, string key) = _authority.Issue(from, until, names);
        return (_authority.Write($"{name}.pem", leaf + "\n" + _authority.Middle), _authority.Write($"{name}.key", key));
    }

    private Certificates Make(params (string Cert, string Key)[] files) => new(
        new KapokOptions { Cert = string.Join(", ", files.Select(one => one.Cert)), Key = string.Join(", ", files.Select(one => one.Key)) }, _time, new Logger<Certificates>(_log));

    private string Refused(params (string Cert, string Key)[] files) => Assert.Throws<StartRefusedException>(() => Make(files)).Message;
}
