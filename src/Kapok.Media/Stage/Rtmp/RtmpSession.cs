using System.Buffers;
using System.Buffers.Binary;

namespace Kapok.Media.Stage.Rtmp;

/// <summary>What is said on a connection after its handshake: commands, their answers, and what is published (RTMP 1.0, section 7).</summary>
/// <remarks>No input or output: whoever has the connection brings messages and sends <see cref="Answers"/>. One thread at a time.</remarks>
/// <param name="directory">Who may publish.</param>
/// <param name="time">The clock.</param>
internal sealed class RtmpSession(IStageDirectory directory, TimeProvider time)
{
    private const int MostCommands = 64; // an encoder needs six

    private const uint WindowBytes = 2_500_000, LeastWindowBytes = 64 * 1024;
    private const uint StreamId = 1;
    private const ushort PingRequest = 6, PingResponse = 7, StreamBegin = 0;

    private uint _window = WindowBytes;
    private long _received, _acknowledged;
    private int _commands;
    private bool _isConnected;
    private string _app = "";
    private RtmpIntake? _intake;
    private RtmpPace? _pace;

    /// <summary>What is to be sent; whoever sends it clears it.</summary>
    public ArrayBufferWriter<byte> Answers { get; } = new(1024);

    /// <summary>What is on air by it.</summary>
    public StagePublication? Publication { get; private set; }

    /// <summary>Whose stage it is, once that is known.</summary>
    public StageTicket? Ticket { get; private set; }

    /// <summary>Why it ends, as the peer was told.</summary>
    public string? Farewell { get; private set; }

    /// <summary>How long nothing more is to be read: what comes is ahead of time.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Counts what has come, and acknowledges it as the peer wishes (section 5.4.3).</summary>
    public void Count(int bytes)
    {
        _received += bytes;
        if (_received - _acknowledged < _window) return;
        _acknowledged = _received;
        ChunkWriter.WriteNumber(Answers, RtmpType.Acknowledgement, (uint)_received);
    }

    /// <summary>Takes a message.</summary>
    /// <returns>False when the connection is to end, once the answers are sent.</returns>
    public ValueTask<bool> TakeAsync(RtmpMessage message, CancellationToken cancellation)
    {
        switch (message.Type)
        {
            case RtmpType.Audio or RtmpType.Video or RtmpType.Data or RtmpType.Data3: return new(TakeMedia(message));
            case RtmpType.Command or RtmpType.Command3:
                if (++_commands > MostCommands) return new(Refuse(RtmpWords.TooManyCommands));
                // A command that cannot be read is not answered: some encoders send kinds of their own.
                return RtmpCommand.TryRead(message.Body.Span, message.Type == RtmpType.Command3, out RtmpCommand command) ? ObeyAsync(command, cancellation) : new(true);
            case RtmpType.WindowSize when message.Body.Length >= 4:
                _window = Math.Max(LeastWindowBytes, BinaryPrimitives.ReadUInt32BigEndian(message.Body.Span));
                break;
            case RtmpType.UserControl when message.Body.Length >= 6 && BinaryPrimitives.ReadUInt16BigEndian(message.Body.Span) == PingRequest:
                WriteUserControl(PingResponse, BinaryPrimitives.ReadUInt32BigEndian(message.Body.Span[2..]));
                break;
        }
        return new(true);
    }

    /// <summary>Tells the peer why it is off air.</summary>
    /// <returns>False: the connection is to end.</returns>
    public bool Refuse(string why, string code = "NetStream.Publish.Rejected")
    {
        Farewell ??= why;
        WriteStatus("error", code, why);
        return false;
    }

    /// <summary>Tells the peer why it is off air, and whoever runs the stage as well.</summary>
    /// <returns>False: the connection is to end.</returns>
    public bool Refuse(RtmpFault why)
    {
        if (Ticket is not null) directory.Turned(Ticket, new(why.Code, why.Value));
        return Refuse(why.Words);
    }

    /// <summary>Tells the peer that somebody took it off air.</summary>
    public bool RefuseOver() => Refuse(Publication is { Over.IsCompletedSuccessfully: true } gone ? StageWords.Of(gone.Over.Result) : StageWords.Of(StageOver.Ended));

    private bool TakeMedia(in RtmpMessage message)
    {
        if (_intake is null) return true; // sent before it was allowed: not of anybody's yet
        if (!_intake.Take(message)) return _intake.Refusal is { } why ? Refuse(why) : RefuseOver();
        Wait = message.Type is RtmpType.Audio or RtmpType.Video ? _pace!.Take(_intake.TimeMs) : TimeSpan.Zero;
        return true;
    }

    private ValueTask<bool> ObeyAsync(in RtmpCommand command, CancellationToken cancellation)
    {
        switch (command.Name)
        {
            case "connect": return new(Connect(command));
            case "createStream" when _isConnected:
                WriteCommand(0, new Amf0Writer().Text("_result").Number(command.Transaction).Null().Number(StreamId));
                return new(true);
            case "releaseStream" or "FCPublish" or "_checkbw":
                WriteCommand(0, new Amf0Writer().Text("_result").Number(command.Transaction).Null().Null());
                return new(true);
            case "publish" when _isConnected && Publication is null: return PublishAsync(command.Argument, cancellation);
            case "FCUnpublish" or "deleteStream" or "closeStream":
                EndPublication();
                return new(true);
            case "play" or "play2":
                return new(Refuse(RtmpWords.NoPlay, "NetStream.Play.Failed"));
            default: return new(true);
        }
    }

    private bool Connect(in RtmpCommand command)
    {
        // The key may be the second part of the address, where a person has put both into one field.
        string app = command.App.Trim('/');
        if (app != "live" && !app.StartsWith("live/", StringComparison.Ordinal))
        {
            Farewell = RtmpWords.WrongApp;
            WriteCommand(0, new Amf0Writer().Text("_error").Number(command.Transaction).Null().Begin().Name("level").Text("error")
                .Name("code").Text("NetConnection.Connect.InvalidApp").Name("description").Text(RtmpWords.WrongApp).End());
            return false;
        }
        (_app, _isConnected) = (app, true);
        ChunkWriter.WriteNumber(Answers, RtmpType.WindowSize, WindowBytes);
        ChunkWriter.WriteNumber(Answers, RtmpType.PeerBandwidth, WindowBytes, [2]); // 2: dynamic
        ChunkWriter.WriteChunkSize(Answers);
        WriteUserControl(StreamBegin, 0);
        WriteCommand(0, new Amf0Writer().Text("_result").Number(command.Transaction)
            .Begin().Name("fmsVer").Text("FMS/3,0,1,123").Name("capabilities").Number(31).End() // encoders look for a server of this kind
            .Begin().Name("level").Text("status").Name("code").Text("NetConnection.Connect.Success").Name("description").Text("Connection succeeded.")
            .Name("objectEncoding").Number(0).End());
        return true;
    }

    private async ValueTask<bool> PublishAsync(string name, CancellationToken cancellation)
    {
        string key = name.Split('?', 2)[0].Trim('/', ' ');
        if (key.Length == 0 && _app.Length > "live/".Length) key = _app["live/".Length..];
        StageRefusal refusal = StageRefusal.UnknownKey;
        Ticket = await directory.AdmitAsync(key, cancellation);
        if (Ticket is not null) Publication = directory.Begin(Ticket, StageEntrance.Rtmp, out refusal);
        if (Publication is null) return Refuse(StageWords.Of(refusal), "NetStream.Publish.BadName");
        (_intake, _pace) = (new(Publication), new(time));
        WriteUserControl(StreamBegin, StreamId);
        WriteStatus("status", "NetStream.Publish.Start", RtmpWords.OnAir);
        return true;
    }

    /// <summary>It goes: what is on air by it is at its end.</summary>
    public void EndPublication()
    {
        if (Publication is null) return;
        Publication.End();
        (Publication, _intake) = (null, null);
        WriteStatus("status", "NetStream.Unpublish.Success", "You are off air.");
    }

    private void WriteStatus(string level, string code, string description) => WriteCommand(StreamId, new Amf0Writer().Text("onStatus").Number(0).Null()
        .Begin().Name("level").Text(level).Name("code").Text(code).Name("description").Text(description).End());

    private void WriteCommand(uint streamId, Amf0Writer command) => ChunkWriter.Write(Answers, ChunkWriter.Commands, RtmpType.Command, streamId, command.Written);

    private void WriteUserControl(ushort kind, uint value)
    {
        Span<byte> body = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(body, kind);
        BinaryPrimitives.WriteUInt32BigEndian(body[2..], value);
        ChunkWriter.Write(Answers, ChunkWriter.Control, RtmpType.UserControl, 0, body);
    }
}
