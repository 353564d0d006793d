// What people's clients send: each message goes to the part that takes it.
using Kapok.Protocol;
using Kapok.Protocol.Messages;

namespace Kapok.World;

public sealed partial class Room
{
    private Resident? _asker; // whose request is heard now
    private string _notice = ""; // and what they were told
    private bool _isAnsweredLate; // and whether that is all they are told for now

    /// <summary>Takes a message of somebody's client.</summary>
    /// <returns>False when no honest client sends it: their connection is closed as malformed.</returns>
    public bool Hear(Resident who, ClientMessage message)
    {
        if (!IsHere(ref who)) return true; // may be sent before they learnt that they are out
        if (message.Request != 0 && who.Requests.IsHeard(message.Request, out string? before))
        {
            if (before is not null) Answer(who, message.Request, before);
            return true;
        }
        (_asker, _notice, _isAnsweredLate) = (who, "", false);
        try
        {
            if (Messages.Hear(this, who, message))
            {
                if (message.Request == 0) return true;
                who.Requests.Note(message.Request, _isAnsweredLate ? null : _notice);
                if (!_isAnsweredLate) Answer(who, message.Request, _notice);
                return true;
            }
        }
#pragma warning disable CA1031 // Whatever it throws, it is one person's message.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Fail(who, error);
            return false;
        }
        finally
        {
            _asker = null;
        }
        who.Outbound?.Close(Ending.Malformed);
        return false;
    }

    /// <summary>The request that is heard now is answered when it is done, by <see cref="AnswerLate"/>.</summary>
    internal void AnswerLater() => _isAnsweredLate = true;

    /// <summary>Answers a request that was heard before, also in the room that this one took over from.</summary>
    /// <param name="who">Who asked.</param>
    /// <param name="request">Their number; 0 for none, which is not answered.</param>
    /// <param name="notice">What they were told; empty for nothing.</param>
    internal void AnswerLate(Resident who, uint request, string notice)
    {
        if (request == 0 || !IsHere(ref who)) return;
        who.Requests.Note(request, notice);
        Answer(who, request, notice);
    }

    private void Answer(Resident who, uint request, string notice) => SendTo(who, new ServerMessage { Done = new() { Request = request, Notice = notice } });

    /// <summary>Says a line to one person.</summary>
    /// <param name="who">To whom.</param>
    /// <param name="code">Key of the text catalogue.</param>
    /// <param name="values">What stands in the text for its names.</param>
    public void Notice(Resident who, string code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (IsHere(ref who)) Notify(who, code, values);
    }

    /// <summary>As <see cref="Notice"/>, to somebody who is here; it answers the request that is heard now when it is theirs.</summary>
    internal void Notify(Resident who, string code, params ReadOnlySpan<(string Name, string Value)> values)
    {
        if (who == _asker) _notice = code;
        Notice notice = new() { Code = code };
        foreach ((string name, string value) in values) notice.Values.Add(name, value);
        SendTo(who, new ServerMessage { Notice = notice });
    }
}
