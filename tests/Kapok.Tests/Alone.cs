using Xunit;

namespace Kapok.Tests;

/// <summary>Tests beside which nothing else may run: they count what the whole process has, or talk to a real server that gives a packet up after half a second.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
