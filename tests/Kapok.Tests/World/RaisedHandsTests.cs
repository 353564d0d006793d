using Kapok.World.Voices;
using Xunit;

namespace Kapok.Tests.World;

public sealed class RaisedHandsTests
{
    private readonly RaisedHands _hands = new(most: 3);

    [Fact]
    public void Who_asked_first_comes_first_and_no_more_than_so_many_wait()
    {
        Assert.True(_hands.IsEmpty);
        Assert.All<ushort>([7, 3, 7, 5], person => Assert.True(_hands.Raise(person)));
        Assert.False(_hands.Raise(9));
        Assert.Equal<ushort>([7, 3, 5], _hands.Waiting);
        Assert.True(_hands.Lower(3));
        Assert.False(_hands.Lower(3));
        Assert.True(_hands.Raise(9));
        Assert.Equal<ushort>([7, 5, 9], _hands.Waiting);
    }

    [Fact]
    public void The_microphone_is_one_persons_until_its_time_is_over()
    {
        _hands.Raise(7);
        _hands.Give(7, untilMs: 1000);
        Assert.Empty(_hands.Waiting);
        Assert.True(_hands.Raise(7)); // who has it need not ask
        Assert.Empty(_hands.Waiting);
        Assert.Null(_hands.TakeWhenDue(999));
        Assert.Equal((ushort)7, _hands.TakeWhenDue(1000));
        Assert.Equal((null, 0d), (_hands.Holder, _hands.UntilMs));
        Assert.Null(_hands.TakeWhenDue(2000));
    }

    [Fact]
    public void It_goes_from_one_to_another_and_is_taken_back()
    {
        _hands.Give(1, 1000);
        _hands.Give(2, 2000);
        Assert.Equal(((ushort?)2, 2000d), (_hands.Holder, _hands.UntilMs));
        Assert.Equal((ushort)2, _hands.Take());
        Assert.Null(_hands.Take());
    }

    [Fact]
    public void Who_is_gone_neither_waits_nor_holds()
    {
        _hands.Raise(1);
        _hands.Give(2, 1000);
        Assert.True(_hands.Forget(1));
        Assert.True(_hands.Forget(2));
        Assert.False(_hands.Forget(3));
        Assert.True(_hands.IsEmpty);
    }

    [Fact]
    public void Another_takes_over_those_who_are_here()
    {
        foreach (ushort person in (ushort[])[4, 2, 6]) _hands.Raise(person);
        _hands.Give(9, 5000);
        RaisedHands fresh = new(3);
        fresh.Adopt(_hands, person => person != 2);
        Assert.Equal<ushort>([4, 6], fresh.Waiting);
        Assert.Equal(((ushort?)9, 5000d), (fresh.Holder, fresh.UntilMs));
    }
}
