namespace Kapok.Media.Stage;

/// <summary>How a stage goes out to those who watch.</summary>
public enum StageExit
{
    /// <summary>WebRTC, by WHEP.</summary>
    Whep,

    /// <summary>FLV over HTTP.</summary>
    Flv,

    /// <summary>LL-HLS.</summary>
    LlHls,
}

/// <summary>Counts who takes a broadcast, by way. Thread-safe.</summary>
public sealed class StageViewers
{
    private readonly int[] _counts = new int[Enum.GetValues<StageExit>().Length];

    /// <summary>Somebody begins to watch.</summary>
    public void Enter(StageExit exit) => Interlocked.Increment(ref _counts[(int)exit]);

    /// <summary>Somebody who entered goes.</summary>
    public void Leave(StageExit exit) => Interlocked.Decrement(ref _counts[(int)exit]);

    /// <summary>For a way without connections: how many there are by now.</summary>
    public void Estimate(StageExit exit, int viewers) => Volatile.Write(ref _counts[(int)exit], viewers);

    /// <summary>How many watch by a way.</summary>
    public int Of(StageExit exit) => Volatile.Read(ref _counts[(int)exit]);
}
