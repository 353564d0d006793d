namespace Kapok.Media.Stage.Rtmp;

/// <summary>What an encoder asks (RTMP 1.0, section 7.2).</summary>
/// <param name="Name">What is to be done.</param>
/// <param name="Transaction">Comes back with the answer; 0 when none is wanted.</param>
/// <param name="App">Of <c>connect</c>: the first part of the address's path.</param>
/// <param name="Argument">Of others: their first text, such as the stream key.</param>
internal readonly record struct RtmpCommand(string Name, double Transaction, string App, string Argument)
{
    /// <summary>Reads a command.</summary>
    /// <param name="body">The message.</param>
    /// <param name="isAmf3">It is of the kind for AMF3, which has a byte in front and AMF0 after all.</param>
    /// <param name="command">What it asks.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, bool isAmf3, out RtmpCommand command)
    {
        command = default;
        if (isAmf3 && !body.IsEmpty) body = body[1..];
        Amf0Reader reader = new(body);
        if (!reader.TryText(out string name) || name.Length > 64 || !reader.TryNumber(out double transaction)) return false;
        string app = "", argument = "";
        if (name == "connect")
        {
            if (!TryApp(ref reader, out app)) return false;
        }
        else if (reader.Left > 0)
        {
            if (!reader.TrySkip()) return false; // the command object: null
            _ = reader.TryText(out argument);
        }
        command = new(name, transaction, app, argument);
        return true;
    }

    private static bool TryApp(ref Amf0Reader reader, out string app)
    {
        app = "";
        if (!reader.TryEnter()) return false;
        while (reader.TryProperty(out ReadOnlySpan<byte> name))
        {
            if (name.SequenceEqual("app"u8) && reader.Next == Amf0.Text ? !reader.TryText(out app) : !reader.TrySkip()) return false;
        }
        return true;
    }
}
