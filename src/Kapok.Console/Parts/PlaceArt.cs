namespace Kapok.Console.Parts;

/// <summary>A small drawing for each place of ours, above its card; a plain one for any other scene.</summary>
internal static class PlaceArt
{
    public static string Of(string scene) => $"""<svg viewBox="0 0 320 96" preserveAspectRatio="xMidYMid slice" aria-hidden="true">{Inside(scene)}</svg>""";

    private static string Inside(string scene) => scene switch
    {
        "arena" => Arena,
        "forum" => Forum,
        "terrace" => Terrace,
        _ => Plain,
    };

    // Night, beams from a truss, a wall of light, heads of the crowd with sticks.
    private static string Arena { get; } = $"""
        <defs><linearGradient id="pa" x2="0" y2="1"><stop stop-color="#171340"/><stop offset="1" stop-color="#3b1a5a"/></linearGradient></defs>
        <rect width="320" height="96" fill="url(#pa)"/>
        <g opacity=".5"><path d="M90 0 50 96H95Z" fill="#ff5a7a"/><path d="M140 0 118 96H150Z" fill="#8f7bff"/><path d="M180 0 170 96H202Z" fill="#52c8ff"/><path d="M230 0 225 96H270Z" fill="#ffb45a"/></g>
        <rect x="112" y="30" width="96" height="30" rx="3" fill="#ff6d86" opacity=".85"/><rect x="118" y="35" width="84" height="20" rx="2" fill="#ffd9c4" opacity=".8"/>
        <rect x="96" y="60" width="128" height="8" fill="#0d0a22"/>{Heads}
        """;

    // Daylight through tall windows onto rows of seats.
    private static string Forum { get; } = """
        <defs><linearGradient id="pf" x2="0" y2="1"><stop stop-color="#c9dff2"/><stop offset="1" stop-color="#f4e7d6"/></linearGradient></defs>
        <rect width="320" height="96" fill="url(#pf)"/>
        <g fill="#fff" opacity=".75"><rect x="14" y="8" width="26" height="54"/><rect x="48" y="8" width="26" height="54"/><rect x="246" y="8" width="26" height="54"/><rect x="280" y="8" width="26" height="54"/></g>
        <rect x="104" y="14" width="112" height="40" rx="3" fill="#35507a"/><rect x="112" y="22" width="60" height="4" rx="2" fill="#fff"/><rect x="112" y="31" width="84" height="3" rx="1.5" fill="#a9c3e6"/><rect x="112" y="38" width="72" height="3" rx="1.5" fill="#a9c3e6"/>
        <g fill="none" stroke="#8a6a4e" stroke-width="4"><path d="M70 70Q160 60 250 70"/><path d="M48 80Q160 68 272 80"/><path d="M24 92Q160 78 296 92"/></g>
        """;

    // Dawn over clouds, a pavilion on a terrace, a sun.
    private static string Terrace { get; } = """
        <defs><linearGradient id="pt" x2="0" y2="1"><stop stop-color="#5d6fb0"/><stop offset=".6" stop-color="#f0a98c"/><stop offset="1" stop-color="#ffe3b8"/></linearGradient></defs>
        <rect width="320" height="96" fill="url(#pt)"/><circle cx="222" cy="50" r="15" fill="#fff1cf"/>
        <path d="M0 74Q30 58 62 68T130 66T196 70T262 64T320 70V96H0Z" fill="#fff" opacity=".75"/>
        <path d="M84 42Q110 36 118 22Q126 36 152 42L144 45H92Z" fill="#a23a35"/><path d="M97 45h4v22h-4zM116 45h4v22h-4zM135 45h4v22h-4z" fill="#7c2a2a"/>
        <path d="M70 67H166L174 74H62Z" fill="#9fd0b4"/><path d="M56 74H180L190 84H46Z" fill="#7fb79b"/>
        """;

    private static string Plain { get; } = """<rect width="320" height="96" fill="#2b2d58"/><path d="M0 96 80 50 150 80 230 34 320 96Z" fill="#43467f"/>""";

    private static string Heads => string.Concat(Enumerable.Range(0, 40).Select(index =>
    {
        int row = index % 3, x = ((index * 53) % 330) - 4, y = 74 + (row * 8) + ((index * 7) % 4);
        string colour = (index % 5) switch { 0 => "#ff7a92", 1 => "#7ad7ff", 2 => "#ffd27a", 3 => "#b49bff", _ => "#8affc9" };
        return $"""<circle cx="{x}" cy="{y}" r="4.4" fill="#0a0818"/><rect x="{x + 4}" y="{y - 9}" width="1.6" height="8" rx=".8" fill="{colour}" opacity=".9"/>""";
    }));
}
