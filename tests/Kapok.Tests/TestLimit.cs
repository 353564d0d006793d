using System.Collections.Concurrent;
using System.Globalization;
using Xunit;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Kapok.Tests.TestLimit))]

namespace Kapok.Tests;

/// <summary>A limit for every test of an assembly, and for all that is done between tests: constructors, fixtures, clean-up.</summary>
/// <remarks>
/// <c>[Fact(Timeout = …)]</c> ends only tests that await, and would have to be written on each. What is exceeded here ends the process with the name of it: a
/// thread that waits for ever cannot be ended otherwise, and what comes after a test that still runs beside it would say nothing.
/// </remarks>
public sealed class TestLimit : INotifyTestLifecycle, INotifyTestClassLifecycle, INotifyTestCollectionLifecycle, IDisposable
{
    private const int LimitSeconds = 300; // of which a slow machine's share is the larger part: the longest test takes a tenth of it

    private readonly StepWatch _watch = new(TimeProvider.System, TimeSpan.FromSeconds(LimitSeconds + Math.Max(0, Fuzz.Seconds)), Environment.FailFast);

    /// <inheritdoc />
    public void OnTestCollectionStarting(IXunitTestCollection testCollection) =>
        _watch.Begin(testCollection.UniqueID, $"the fixtures of the collection {testCollection.TestCollectionDisplayName}");

    /// <inheritdoc />
    public void OnTestCollectionFinished(IXunitTestCollection testCollection) => _watch.End(testCollection.UniqueID);

    /// <inheritdoc />
    public void OnTestClassStarting(IXunitTestClass testClass) => Between(testClass, "the fixtures");

    /// <inheritdoc />
    public void OnTestClassFinished(IXunitTestClass testClass) => Between(testClass, "the end");

    /// <inheritdoc />
    public void OnTestStarting(IXunitTest test) => _watch.Begin(test.TestCase.TestCollection.UniqueID, $"the test {test.TestDisplayName}");

    /// <inheritdoc />
    public void OnTestFinished(IXunitTest test) => _watch.Begin(test.TestCase.TestCollection.UniqueID, $"what follows the test {test.TestDisplayName}");

    /// <inheritdoc />
    public void Dispose() => _watch.Dispose();

    private void Between(IXunitTestClass testClass, string what) => _watch.Begin(testClass.TestCollection.UniqueID, $"{what} of {testClass.TestClassName}");
}

/// <summary>Watches strands of steps that follow each other: none may take longer than the limit.</summary>
/// <param name="time">What measures it.</param>
/// <param name="limit">Of each step.</param>
/// <param name="exceeded">Told which step it was, in a sentence; on a thread of the pool.</param>
internal sealed class StepWatch(TimeProvider time, TimeSpan limit, Action<string> exceeded) : IDisposable
{
    private readonly ConcurrentDictionary<string, ITimer> _strands = [];

    /// <summary>A strand goes over to a step; the one before it is done.</summary>
    internal void Begin(string strand, string step)
    {
        string words = string.Create(CultureInfo.InvariantCulture, $"LIMIT: {step} was not done within {limit.TotalSeconds:0} s.");
        Replace(strand, time.CreateTimer(_ => exceeded(words), null, limit, Timeout.InfiniteTimeSpan));
    }

    /// <summary>A strand is done.</summary>
    internal void End(string strand) => Replace(strand, null);

    public void Dispose()
    {
        foreach (string strand in _strands.Keys) End(strand);
    }

    // The steps of one strand follow each other, so nobody else has this strand's entry meanwhile.
    private void Replace(string strand, ITimer? timer)
    {
        if (_strands.TryRemove(strand, out ITimer? before)) before.Dispose();
        if (timer is not null) _strands[strand] = timer;
    }
}
