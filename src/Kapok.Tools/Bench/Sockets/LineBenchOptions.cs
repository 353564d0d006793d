namespace Kapok.Tools.Bench.Sockets;

/// <summary>Whose thread writes to the sockets.</summary>
public enum LineWriter
{
    /// <summary>The room's, as it composes.</summary>
    Room,

    /// <summary>The loop's, to which the room hands buffers.</summary>
    Loop,
}

/// <summary>Which way world sockets come in.</summary>
public enum LinePath
{
    /// <summary>The front door and an epoll loop.</summary>
    Door,

    /// <summary>Kestrel, framed on its stream.</summary>
    Kestrel,

    /// <summary>Kestrel with the framework's WebSocket and a task for each socket: what one would write without this library.</summary>
    Framework,
}

/// <summary>How the transport is measured.</summary>
/// <param name="Connections">World sockets.</param>
/// <param name="Bytes">Bytes of a message down.</param>
/// <param name="Down">Messages a second to each.</param>
/// <param name="Up">Messages of 17 bytes a second from each.</param>
/// <param name="Seconds">How long is measured, after eight seconds of warm-up.</param>
/// <param name="Path">Which way they come in.</param>
/// <param name="Writer">Whose thread writes.</param>
/// <param name="RestMilliseconds">How long a loop of the server rests after each round.</param>
/// <param name="Loops">How many loops the server has.</param>
/// <param name="IsSecure">Whether they come through TLS.</param>
public sealed record LineBenchOptions(
    int Connections, int Bytes, int Down, int Up, int Seconds, LinePath Path, LineWriter Writer, int RestMilliseconds, int Loops, bool IsSecure = false)
{
    /// <summary>As arguments of the server's command.</summary>
    public string[] ToArguments() =>
        [$"--bytes={Bytes}", $"--down={Down}", $"--path={Path}", $"--writer={Writer}", $"--rest={RestMilliseconds}", $"--loops={Loops}", $"--tls={IsSecure}"];
}
