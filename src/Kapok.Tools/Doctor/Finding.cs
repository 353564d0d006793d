namespace Kapok.Tools.Doctor;

/// <summary>How a check went.</summary>
public enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but somebody will be bothered by it.</summary>
    Warning,

    /// <summary>The venue cannot serve people like this.</summary>
    Bad,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What was checked, in a word or two.</param>
/// <param name="Verdict">How it went.</param>
/// <param name="Fact">What was found.</param>
/// <param name="Advice">What to do about it; null when there is nothing to do.</param>
public sealed record Finding(string Subject, Verdict Verdict, string Fact, string? Advice = null)
{
    /// <summary>Everything is as it should be.</summary>
    public static Finding Good(string subject, string fact) => new(subject, Verdict.Good, fact);

    /// <summary>It works, but not well.</summary>
    public static Finding Warn(string subject, string fact, string advice) => new(subject, Verdict.Warning, fact, advice);

    /// <summary>It does not work.</summary>
    public static Finding Bad(string subject, string fact, string advice) => new(subject, Verdict.Bad, fact, advice);
}
