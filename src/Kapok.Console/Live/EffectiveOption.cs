namespace Kapok.Console.Live;

/// <summary>One option as it is in effect.</summary>
/// <param name="Section">Its section, e.g. <c>Storage</c>.</param>
/// <param name="Name">Its name in the section.</param>
/// <param name="Value">Its value; a secret is already replaced.</param>
public sealed record EffectiveOption(string Section, string Name, string Value);

/// <summary>Gives the settings page the options of the server, with secrets redacted. Registered by the server; more than one adds up.</summary>
public interface IEffectiveOptions
{
    IEnumerable<EffectiveOption> All();
}
