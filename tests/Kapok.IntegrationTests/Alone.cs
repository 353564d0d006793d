using Xunit;

namespace Kapok.IntegrationTests;

/// <summary>Tests beside which nothing else may run: they count what the whole process has.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
