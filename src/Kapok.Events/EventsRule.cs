namespace Kapok.Events;

/// <summary>The rules a command may break. Each has its text in the console's catalogue under <c>rule.NAME</c>.</summary>
public enum EventsRule
{
    NotAllowed,
    EventUnknown,
    RoomUnknown,
    LinkUnknown,
    LinkExpired,
    LinkRevoked,
    LinkLabelMissing,
    LinkExpiryPassed,
    LinkRoleAboveOwn,
    LinkLastOrganiser,
    BanTargetMissing,
    BanReasonMissing,
    BanEndPassed,
    BanUnknown,
    BanAlreadyLifted,
    MuteTargetMissing,
    KickTargetMissing,
    KickReasonMissing,
    ReportSubjectMissing,
    ReportTooMany,
    ReportContextTooLarge,
    ReportUnknown,
    ReportAlreadyClosed,
    LookTooLarge,
    GuestUnknown,
    AnnouncementEmpty,
    BlocksTooMany,
    StorageBehind,
}
