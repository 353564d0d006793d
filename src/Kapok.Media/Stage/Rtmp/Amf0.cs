namespace Kapok.Media.Stage.Rtmp;

/// <summary>Marks of AMF0's values (Adobe, 2007, section 2.1).</summary>
internal static class Amf0
{
    public const byte Number = 0, Boolean = 1, Text = 2, Object = 3, Null = 5, Undefined = 6, Reference = 7, NamedList = 8, End = 9, List = 10, Date = 11,
        LongText = 12, Unsupported = 13, Xml = 15, TypedObject = 16;
}
