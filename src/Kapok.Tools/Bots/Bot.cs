using System.Numerics;
using Kapok.Protocol.Frames;
using Kapok.Protocol.Messages;

namespace Kapok.Tools.Bots;

/// <summary>One bot: its body on the floor, its mind, its connection.</summary>
/// <remarks>Stepped by the driver loop; what the sockets' thread brings in is taken under a lock.</remarks>
public sealed class Bot(BotConnection connection, IBotMind mind, BotWorld world) : IDisposable
{
    private const float ArriveMetres = 0.15f, ResendMetres = 0.02f;
    private const double LongestCarrySeconds = 1; // the room carries a moving avatar on for 1.2 s
    private const double PingSeconds = 8; // the server closes a socket that is silent for 30 s

    private readonly Lock _gate = new();
    private readonly List<Vector2> _way = [];
    private Vector2 _place, _velocity, _sentPlace, _sentVelocity;
    private float _yaw, _sentYaw, _speed;
    private double _stayUntil, _sentAt, _pingAt;
    private int _corner, _seat = -1, _wantedSeat = -1;
    private byte _epoch;
    private ushort _sequence;
    private bool _placed;

    /// <summary>The bot's connection.</summary>
    public BotConnection Connection => connection;

    /// <summary>Id in the room, or −1 before the welcome.</summary>
    public int Person { get; private set; } = -1;

    /// <summary>Where it is: x and z, metres; NaN before the welcome.</summary>
    public Vector2 Place => _placed ? _place : new(float.NaN, float.NaN);

    /// <summary>Takes what the server says. Called on the sockets' thread.</summary>
    public void Take(ServerMessage message)
    {
        lock (_gate)
        {
            switch (message.BodyCase)
            {
                case ServerMessage.BodyOneofCase.Welcome:
                    Person = (int)message.Welcome.You;
                    PutDown(message.Welcome.Placement);
                    if (_seat < 0) mind.Restart();
                    break;
                case ServerMessage.BodyOneofCase.PutBack:
                    PutDown(message.PutBack.Placement);
                    break;
            }
        }
    }

    /// <summary>Moves on and says what changed.</summary>
    /// <param name="now">Seconds since the run began.</param>
    /// <param name="delta">Seconds since the last step.</param>
    public void Step(double now, float delta)
    {
        lock (_gate)
        {
            if (!_placed || !connection.Live) return;
            Walk(delta);
            if (_seat < 0) SendMove(now);
            if (now >= _pingAt && connection.Send(new ClientMessage { Ping = new() { ClientMs = now * 1000 } })) _pingAt = now + PingSeconds;
            if (_velocity == Vector2.Zero && _corner >= _way.Count && now >= _stayUntil) Decide(now);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private void PutDown(Placement placement)
    {
        (_place, _yaw, _epoch, _seat) = (new(placement.X, placement.Z), placement.Yaw, (byte)placement.Epoch, placement.Seat);
        (_velocity, _sentVelocity, _sentPlace, _sentYaw, _placed) = (Vector2.Zero, Vector2.Zero, _place, _yaw, true);
        _way.Clear();
        (_corner, _wantedSeat) = (0, -1);
    }

    private void Decide(double now)
    {
        if (_wantedSeat >= 0)
        {
            // Arrived beside the seat: ask for it. Where somebody was faster, the server says no and the next wish comes.
            if (connection.Send(new ClientMessage { Sit = new() { Seat = (uint)_wantedSeat } })) (_wantedSeat, _stayUntil) = (-1, now + 4);
            return;
        }
        switch (mind.Next(world.Focus, _place))
        {
            case Wish.Walk walk:
                Go(walk.Goal, walk.Speed, now);
                break;
            case Wish.Sit sit when sit.Seat < world.Seats.Count:
                Seat seat = world.Seats[sit.Seat];
                Vector2 before = new Vector2(seat.X, seat.Z) + (new Vector2(MathF.Sin(seat.Yaw), MathF.Cos(seat.Yaw)) * 0.5f);
                if (Go(before, 3.6f, now)) _wantedSeat = sit.Seat;
                break;
            case Wish.Stay stay:
                _stayUntil = now + stay.Seconds;
                if (stay.Yaw is { } yaw && _seat < 0) _yaw = yaw;
                break;
            case Wish.Emote emote:
                connection.Send(new ClientMessage { Emote = new() { Kind = emote.Kind } });
                _stayUntil = now + emote.Seconds;
                break;
            case Wish.Say say:
                connection.Send(new ClientMessage { Say = new() { Text = say.Text } });
                _stayUntil = now + 2;
                break;
            case Wish.Stick stick:
                connection.Send(new ClientMessage { SetStick = new() { On = stick.On, Colour = stick.Colour } });
                _stayUntil = now + 0.3;
                break;
        }
    }

    private bool Go(Vector2 goal, float speed, double now)
    {
        if (_seat >= 0)
        {
            connection.Send(new ClientMessage { Stand = new() });
            _stayUntil = now + 1;
            return false;
        }
        (_corner, _speed) = (0, speed);
        if (world.Paths.TryFind(_place, goal, _way)) return true;
        _way.Clear();
        _stayUntil = now + 2;
        return false;
    }

    private void Walk(float delta)
    {
        _velocity = Vector2.Zero;
        float left = _speed * delta;
        while (_corner < _way.Count && left > 0f)
        {
            Vector2 to = _way[_corner] - _place;
            float distance = to.Length();
            if (distance <= MathF.Max(left, ArriveMetres))
            {
                if (distance <= left || _corner == _way.Count - 1) _place = _way[_corner];
                _corner++;
                left -= distance;
                continue;
            }
            Vector2 direction = to / distance;
            _place += direction * left;
            _velocity = direction * _speed;
            _yaw = MathF.Atan2(direction.X, direction.Y);
            return;
        }
    }

    // Sent only when it differs from what the others extrapolate, as a browser does.
    private void SendMove(double now)
    {
        Vector2 expected = _sentPlace + (_sentVelocity * (float)(now - _sentAt));
        bool off = Vector2.Distance(expected, _place) > ResendMetres || _velocity != _sentVelocity || _yaw != _sentYaw
            || (_velocity != Vector2.Zero && now - _sentAt > LongestCarrySeconds);
        if (!off) return;
        MoveFrame move = MoveFrame.FromMetres(_epoch, _sequence, _place.X, world.HeightAt(_place), _place.Y, _yaw, _velocity.X, _velocity.Y, false);
        if (!connection.Send(move)) return;
        _sequence++;
        (_sentPlace, _sentVelocity, _sentYaw, _sentAt) = (_place, _velocity, _yaw, now);
    }
}

/// <summary>What all bots of a room share: its floor, its seats, where its people look, its stage if it has one, and where they stand, in the order in which
/// the spots fill.</summary>
public sealed record BotWorld(
    FloorPath Paths, Func<Vector2, float> HeightAt, IReadOnlyList<Seat> Seats, Vector2 Focus, StagePlan? Stage, IReadOnlyList<Vector2> Spots);
