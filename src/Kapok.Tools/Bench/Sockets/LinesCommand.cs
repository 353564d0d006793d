using System.CommandLine;
using System.Text.Json;

namespace Kapok.Tools.Bench.Sockets;

/// <summary><c>kapok bench lines</c>: what sockets cost without a world, in each way this server knows.</summary>
internal static class LinesCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<int> Connections = new("--connections") { Description = "World sockets.", DefaultValueFactory = _ => 2000 };
    private static readonly Option<int> Bytes = new("--bytes") { Description = "Bytes of a message down, 9 to 16384.", DefaultValueFactory = _ => 1200 };
    private static readonly Option<int> Down = new("--down") { Description = "Messages a second to each.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Up = new("--up") { Description = "Messages of 17 bytes a second from each.", DefaultValueFactory = _ => 10 };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "How long to measure.", DefaultValueFactory = _ => 10 };
    private static readonly Option<LinePath> Path = new("--path") { Description = "Which way they come in.", DefaultValueFactory = _ => LinePath.Door };
    private static readonly Option<LineWriter> Writer = new("--writer") { Description = "Whose thread writes.", DefaultValueFactory = _ => LineWriter.Room };
    private static readonly Option<int> Rest = new("--rest") { Description = "Milliseconds for which a loop rests after each round, 0 to 50.", DefaultValueFactory = _ => 4 };
    private static readonly Option<int> Loops = new("--loops") { Description = "Loops of the server.", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> Tls = new("--tls") { Description = "Through TLS, which the door ends, or Kestrel." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command command = new("lines", "World sockets without a world: what sending and receiving cost in a server of its own.")
        {
            Connections, Bytes, Down, Up, Seconds, Path, Writer, Rest, Loops, Tls,
        };
        command.SetAction(async (parse, _) =>
        {
            try
            {
                Console.WriteLine(JsonSerializer.Serialize(await new LineBench(Read(parse)).RunAsync(), Json));
                return 0;
            }
            catch (InvalidOperationException error)
            {
                await Console.Error.WriteLineAsync($"The transport cannot be measured: {error.Message}");
                return 2;
            }
        });
        return command;
    }

    /// <summary>The server that <see cref="Create"/> starts.</summary>
    public static Command CreateServer()
    {
        Command command = new("lines-server", "Started by the bench of lines.") { Bytes, Down, Path, Writer, Rest, Loops, Tls };
        command.Hidden = true;
        command.SetAction(async (parse, _) =>
        {
            using LineBenchServer server = new(Read(parse));
            await server.RunAsync();
        });
        return command;
    }

    private static LineBenchOptions Read(ParseResult parse) => new(
        parse.GetValue(Connections), parse.GetValue(Bytes), parse.GetValue(Down), parse.GetValue(Up), parse.GetValue(Seconds),
        parse.GetValue(Path), parse.GetValue(Writer), parse.GetValue(Rest), parse.GetValue(Loops), parse.GetValue(Tls));
}
