using Kapok.Sockets.Tls;

namespace Kapok.Server.Configuration;

/// <summary>Where a certificate comes from. Not thread-safe; whoever renews owns it.</summary>
internal abstract class CertificateSource
{
    /// <summary>For how long before its end a certificate is talked about, or made anew.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromDays(14);

    /// <summary>What of it is in use.</summary>
    public abstract ServedCertificate Current { get; protected set; }

    /// <summary>What its files are like now: where this is another, so is their content. Always the same where there are none.</summary>
    public abstract FilesState State { get; }

    /// <summary>Takes a newer one if there is one.</summary>
    /// <returns>Whether <see cref="Current"/> is another now.</returns>
    /// <exception cref="CertificateUnusableException">There is a newer one, and it cannot be used; <see cref="Current"/> stays.</exception>
    public abstract bool Renew(DateTimeOffset now);

    /// <summary>Makes what connections share anew, with another key of session tickets.</summary>
    public void ChangeTicketKey() => Current = Current.WithNewTicketKey();

    /// <summary>What a certificate and its key are like on disk.</summary>
    /// <param name="Certificate">The certificate.</param>
    /// <param name="Key">Its key.</param>
    internal readonly record struct FilesState(FileState Certificate, FileState Key);

    /// <summary>What changes when a file is written or replaced.</summary>
    /// <param name="Path">The file at the end of all links: certbot and Kubernetes renew by pointing a link elsewhere.</param>
    /// <param name="WrittenTicks">When it was written, in ticks of UTC; 0 when there is none.</param>
    /// <param name="Bytes">Its length.</param>
    internal readonly record struct FileState(string Path, long WrittenTicks, long Bytes)
    {
        /// <summary>That of a file.</summary>
        public static FileState Of(string path)
        {
            try
            {
                FileSystemInfo file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
                return file is FileInfo { Exists: true } found ? new(found.FullName, found.LastWriteTimeUtc.Ticks, found.Length) : new(path, 0, 0);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new(path, 0, 0);
            }
        }
    }
}
