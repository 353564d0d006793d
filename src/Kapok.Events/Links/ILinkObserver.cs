namespace Kapok.Events.Links;

/// <summary>Is told when a link is revoked, so that whoever is somewhere by it loses its role there.</summary>
public interface ILinkObserver
{
    /// <summary>A link was revoked, and that is kept.</summary>
    ValueTask RevokedAsync(RoleLink link);
}
