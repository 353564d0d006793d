using System.Globalization;
using System.Security.Cryptography;

namespace Kapok.Tests;

/// <summary>How long fuzzers run and with which seed.</summary>
/// <remarks>
/// Without settings each makes its fixed number of attempts with a fixed seed, so that a failure of CI comes again. With
/// <c>KAPOK_FUZZ_SECONDS</c> (as <c>./test.sh fuzz</c> has it) each goes on for that long with a seed that it prints; <c>KAPOK_FUZZ_SEED</c> repeats it.
/// Properties are CsCheck's, which prints a seed of its own for the case that fails: <c>CsCheck_Seed</c> repeats that.
/// </remarks>
internal static class Fuzz
{
    /// <summary>Marks a test that <c>./test.sh fuzz</c> runs: <c>[Trait(Fuzz.Category, Fuzz.Name)]</c>.</summary>
    internal const string Category = "Category", Name = "Fuzz";

    private const int FixedSeed = 20261123;

    /// <summary>Seconds for each fuzzer, or −1 for its fixed number of attempts: CsCheck's parameter <c>time</c>.</summary>
    internal static int Seconds { get; } = Number("KAPOK_FUZZ_SECONDS") ?? -1;

    /// <summary>Randomness of one fuzzer.</summary>
    internal static Random NewRandom(string fuzzer)
    {
        int seed = Number("KAPOK_FUZZ_SEED") ?? (Seconds < 0 ? FixedSeed : RandomNumberGenerator.GetInt32(int.MaxValue));
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fuzz {fuzzer}: KAPOK_FUZZ_SEED={seed}"));
        return new Random(seed);
    }

    /// <summary>Whether a fuzzer that began at a timestamp and has made some attempts goes on.</summary>
    internal static bool GoesOn(long began, int attempts, int fixedAttempts) =>
        Seconds < 0 ? attempts < fixedAttempts : TimeProvider.System.GetElapsedTime(began).TotalSeconds < Seconds;

    /// <summary>A message with a few bytes changed, cut out, put in or doubled; sometimes none at all.</summary>
    internal static byte[] Mutate(Random random, byte[] good, int most)
    {
        List<byte> bytes = [.. good];
        for (int changes = random.Next(0, 6); changes > 0 && bytes.Count > 0; changes--)
        {
            int at = random.Next(bytes.Count), length = Math.Min(random.Next(1, 20), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3 when bytes.Count + length < most:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - length + 1), length));
                    break;
                case 4:
                    bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)255;
                    break;
                default:
                    bytes.RemoveRange(at, random.Next(8) == 0 ? bytes.Count - at : 0);
                    break;
            }
        }
        return [.. bytes];
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
