namespace Kapok.Assets.Scenes.Terrace;

/// <summary>Materials of the terrace, by which the client finds its shaders, and the tints (sRGB) they come in.</summary>
internal static class Finish
{
    public const string Floor = "terrace.floor", Jade = "terrace.jade", Lacquer = "terrace.lacquer", Gold = "terrace.gold";
    public const string Roof = "terrace.roof", Bronze = "terrace.bronze", Wood = "terrace.wood", Glow = "terrace.glow";
    public const string Blossom = "terrace.blossom", Veil = "terrace.veil", Plaque = "terrace.plaque";
    public const string EventBoard = "terrace.board.event", SigningBoard = "terrace.board.signing";

    public const uint White = 0xffffff;
    public const uint JadeLight = 0xd0e6d8, JadePale = 0xc0dccb, JadeMid = 0xaed3bd, JadeDeep = 0x86b79a;
    public const uint Red = 0xa81c14, RedDark = 0x8a1a14, Teal = 0x1f6e63, Azure = 0x24507e;
    public const uint GoldLeaf = 0xe2b355, GoldDeep = 0xd9a441;
    public const uint Tile = 0x17604f, Soffit = 0x5a1a12;
    public const uint Bark = 0x77645a, Timber = 0x5f3420;
    public const uint Lantern = 0xff8a3a, LanternRed = 0xff5a24;
}
