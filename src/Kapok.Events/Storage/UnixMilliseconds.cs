using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Kapok.Events.Storage;

/// <summary>Keeps a moment as milliseconds since 1970 in UTC.</summary>
internal sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
    moment => moment.ToUnixTimeMilliseconds(),
    kept => DateTimeOffset.FromUnixTimeMilliseconds(kept));
