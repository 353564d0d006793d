using System.Threading.Channels;
using CsCheck;
using Kapok.Server.Entry;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Kapok.Tests.Entry;

public sealed class WaitingQueueTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void A_promise_holds_a_place_until_it_is_kept_or_void()
    {
        WaitingQueue queue = new(2, _time);
        long meis = Promised(queue.Ask("mei")), toms = Promised(queue.Ask("tom"));
        Assert.Equal(new(0, 1), queue.Ask("ann"));
        Assert.True(queue.IsFull);
        queue.Keep(meis);
        queue.Count(1); // Mei is in
        Assert.False(queue.Ask("ann").HasPlace);
        queue.Void(toms);
        Promised(queue.Ask("ann"));
        _time.Advance(Tickets.Lifetime + TimeSpan.FromSeconds(1));
        Promised(queue.Ask("joe")); // Ann never came
    }

    [Fact]
    public void A_guest_who_asks_again_has_the_same_promise_and_one_place()
    {
        WaitingQueue queue = new(2, _time);
        long meis = Promised(queue.Ask("mei"));
        for (int click = 0; click < 5; click++) Assert.Equal(meis, Promised(queue.Ask("mei")));
        Promised(queue.Ask("tom"));
        _time.Advance(Tickets.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(meis, Promised(queue.Ask("mei"))); // as long as the newest ticket
        _time.Advance(TimeSpan.FromSeconds(2));
        Promised(queue.Ask("ann"));
        Assert.Equal(1, queue.Ask("joe").Position);
    }

    [Fact]
    public void Who_does_not_ask_any_more_is_out_of_the_line()
    {
        WaitingQueue queue = Full();
        queue.Ask("mei");
        Assert.Equal(2, queue.Ask("tom").Position);
        _time.Advance(WaitingQueue.Patience - TimeSpan.FromSeconds(1));
        queue.Ask("tom");
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal((1, 1), (queue.Ask("tom").Position, queue.Length));
        _time.Advance(WaitingQueue.Patience + TimeSpan.FromSeconds(1));
        queue.Sweep();
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public void Who_leaves_the_line_makes_those_behind_move_up_and_gives_a_promise_back()
    {
        WaitingQueue queue = Full();
        foreach (string guest in (string[])["mei", "tom", "ann"]) queue.Ask(guest);
        queue.Leave("mei");
        Assert.Equal((1, 2), (queue.Ask("tom").Position, queue.Ask("ann").Position));
        queue.Count(0);
        Promised(queue.Ask("tom"));
        queue.Leave("tom");
        Promised(queue.Ask("ann"));
    }

    [Fact]
    public void Who_got_in_is_forgotten()
    {
        WaitingQueue queue = Full();
        queue.Ask("mei");
        _time.Advance(WaitingQueue.AskEvery);
        Assert.True(queue.IsDue("mei"));
        queue.Count(0);
        long promise = Promised(queue.Ask("mei"));
        queue.Keep(promise);
        queue.Count(1);
        Assert.False(queue.IsDue("mei"));
        Assert.Equal(0, queue.Length);
        Assert.Equal(1, queue.Ask("mei").Position); // for the queue they are somebody who comes by
    }

    [Fact]
    public void Asks_that_come_as_often_as_was_told_are_due_and_others_are_not()
    {
        WaitingQueue queue = Full();
        Assert.False(queue.IsDue("mei"));
        queue.Ask("mei");
        Assert.False(queue.IsDue("mei"));
        _time.Advance(WaitingQueue.AskEvery / 2);
        Assert.True(queue.IsDue("mei"));
        Assert.False(queue.IsDue("tom"));
    }

    [Fact]
    public void Twenty_thousand_who_wait_cost_few_steps_an_ask_and_go_away_all_at_once()
    {
        const int Waiting = 20_000;
        const int MostStepsAnAsk = 40; // two walks along a tree of 2^15 leaves, and its share of writing it anew
        WaitingQueue queue = Full();
        string[] guests = [.. Enumerable.Range(0, Waiting).Select(number => $"guest {number}")];
        foreach (string guest in guests) queue.Ask(guest);
        Assert.InRange(queue.Steps, Waiting, Waiting * MostStepsAnAsk);
        Assert.Equal(0, queue.Ask("one too many").Position);

        long before = queue.Steps;
        for (int round = 0; round < 3; round++)
        {
            _time.Advance(WaitingQueue.AskEvery);
            for (int at = 0; at < Waiting; at++) Assert.Equal(at + 1, queue.Ask(guests[at]).Position);
        }
        Assert.InRange(queue.Steps - before, 1, 3 * Waiting * MostStepsAnAsk);

        // Half of them ask on; the others go in one stroke.
        before = queue.Steps;
        _time.Advance(WaitingQueue.Patience - TimeSpan.FromSeconds(1));
        for (int at = 0; at < Waiting; at += 2) queue.Ask(guests[at]);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(Waiting / 2, queue.Ask(guests[Waiting - 2]).Position);
        Assert.InRange(queue.Steps - before, 1, Waiting * MostStepsAnAsk);

        // People come and go for an evening; the order stays, and so does its cost.
        before = queue.Steps;
        for (int number = 0; number < 100_000; number++)
        {
            queue.Ask($"late {number}");
            queue.Leave($"late {number}");
        }
        Assert.InRange(queue.Steps - before, 1, 200_000 * MostStepsAnAsk);
        Assert.Equal(1, queue.Ask(guests[0]).Position);
    }

    [Fact]
    public async Task While_many_ask_and_the_room_counts_nobody_is_let_in_beyond_the_capacity()
    {
        const int Capacity = 1000, Askers = 4;
        WaitingQueue queue = new(Capacity, _time);
        Channel<long> promised = Channel.CreateUnbounded<long>();
        void AskOn(int asker)
        {
            for (int number = 0; number < Capacity; number++)
                if (queue.Ask($"{asker}-{number}") is { HasPlace: true } answer) promised.Writer.TryWrite(answer.Promise);
        }
        Task asking = Task.WhenAll(Enumerable.Range(0, Askers).Select(asker => Task.Run(() => AskOn(asker)))).ContinueWith(_ => promised.Writer.Complete(), TaskScheduler.Default);
        int inside = 0;
        await foreach (long promise in promised.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            queue.Keep(promise);
            queue.Count(++inside);
        }
        await asking;
        Assert.Equal((Capacity, (Askers - 1) * Capacity), (inside, queue.Length));
    }

    [Fact]
    public void It_answers_as_a_list_would() =>
        Gen.Select(Gen.Int[1, 5], Gen.Select(Gen.Int[0, 12], Gen.Int[0, 7]).Array[1, 300]).Sample((capacity, steps) =>
        {
            FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
            WaitingQueue queue = new(capacity, time);
            NaiveQueue naive = new(capacity);
            foreach ((int person, int what) in steps)
            {
                string guest = $"{person}";
                if (what == 0) time.Advance(TimeSpan.FromSeconds(person));
                naive.Now = time.GetUtcNow();
                if (what == 1 && naive.Inside.Remove(guest)) queue.Count(naive.Inside.Count);
                else if (what == 2 && naive.Enter(guest) is { } promise)
                {
                    queue.Keep(promise);
                    queue.Count(naive.Inside.Count);
                }
                else if (what == 3)
                {
                    queue.Leave(guest);
                    naive.Leave(guest);
                }
                else if (what > 3 && !naive.Inside.Contains(guest))
                {
                    QueueAnswer answer = queue.Ask(guest);
                    Assert.Equal(naive.Ask(guest, answer.Promise), answer.Position);
                    Assert.Equal(answer.Position == 0, answer.HasPlace);
                }
                Assert.InRange(naive.Inside.Count + naive.Promised.Count, 0, capacity);
            }
            naive.Expire();
            queue.Sweep();
            Assert.Equal(naive.Line.Count, queue.Length);
        });

    private static long Promised(QueueAnswer answer)
    {
        Assert.True(answer.HasPlace);
        return answer.Promise;
    }

    private WaitingQueue Full()
    {
        WaitingQueue queue = new(1, _time);
        queue.Count(1);
        return queue;
    }

    // The same rules over lists, without a thought for cost.
    private sealed class NaiveQueue(int capacity)
    {
        public DateTimeOffset Now { get; set; }

        public HashSet<string> Inside { get; } = [];

        public Dictionary<string, (long Number, DateTimeOffset Until)> Promised { get; } = [];

        public List<(string Guest, DateTimeOffset Asked)> Line { get; private set; } = [];

        public int Ask(string guest, long promise)
        {
            Expire();
            int at = Line.FindIndex(one => one.Guest == guest);
            int ahead = at < 0 ? Line.Count : at;
            if (Promised.TryGetValue(guest, out (long Number, DateTimeOffset Until) mine) || ahead < capacity - Inside.Count - Promised.Count)
            {
                if (mine.Number != 0) Assert.Equal(mine.Number, promise);
                Promised[guest] = (promise, Now + Tickets.Lifetime);
                if (at >= 0) Line.RemoveAt(at);
                return 0;
            }
            if (at < 0) Line.Add((guest, Now));
            else Line[at] = (guest, Now);
            return ahead + 1;
        }

        public long? Enter(string guest)
        {
            Expire();
            if (!Promised.Remove(guest, out (long Number, DateTimeOffset Until) mine)) return null;
            Inside.Add(guest);
            return mine.Number;
        }

        public void Leave(string guest)
        {
            Promised.Remove(guest);
            Line.RemoveAll(one => one.Guest == guest);
        }

        public void Expire()
        {
            foreach ((string guest, (long _, DateTimeOffset until)) in Promised)
                if (until < Now) Promised.Remove(guest);
            Line = [.. Line.Where(one => Now - one.Asked <= WaitingQueue.Patience)];
        }
    }
}
