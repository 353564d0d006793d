using Kapok.Cluster;
using Kapok.Protocol;
using Kapok.Server.Rooms;
using Kapok.Tests.World;
using Kapok.World;
using Xunit;

namespace Kapok.Tests.Rooms;

/// <summary>People of a room as consoles see them.</summary>
public sealed class PeopleRecordsTests
{
    private const int People = 15;

    private readonly TestRoom _test = new();
    private readonly PeopleRecords _records = new();
    private readonly HashSet<uint> _connected = [];

    public PeopleRecordsTests()
    {
        for (int guest = 0; guest < People; guest++) _test.Enter($"Guest {guest}");
    }

    [Fact]
    public void Taking_them_allocates_nothing_in_the_rooms_loop()
    {
        Look(); // the pool has an array now
        TakenPeople taken = default;
        long before = GC.GetAllocatedBytesForCurrentThread();
        taken = PeopleRecords.Take(_test.Room);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal((People, 0L), (taken.Count, after - before));
    }

    [Fact]
    public void Of_whom_nothing_has_changed_the_record_is_the_one_of_the_look_before()
    {
        PersonHere[] first = Look();
        Assert.Equal(Enumerable.Range(0, People).Select(guest => $"Guest {guest}"), first.Select(person => person.Name));
        Resident speaks = _test.Room.Residents[5];
        _connected.Add(speaks.Id);
        PersonHere[] second = Look();
        Assert.True(second.Single(person => person.Person == speaks.Id).HasVoice);
        Assert.Equal([speaks.Id], second.Where((person, at) => !ReferenceEquals(person, first[at])).Select(person => person.Person));
    }

    [Fact]
    public void Whoever_left_is_described_no_more_and_whoever_came_is()
    {
        Look();
        Resident gone = _test.Room.Residents[2];
        _test.Room.Remove(gone, Ending.Left);
        Resident came = _test.Enter("Mei").Who;
        PersonHere[] now = Look();
        Assert.Equal((People, "Mei"), (now.Length, now.Single(person => person.Person == came.Id).Name));
        Assert.DoesNotContain(now, person => person.Person == gone.Id);
    }

    private PersonHere[] Look() => _records.Describe(PeopleRecords.Take(_test.Room), _connected);
}
