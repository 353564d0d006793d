using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Kapok.Sockets.Lines;

/// <summary>Masking keys as RFC 6455, section 5.3, wants them: new for each frame and not to be guessed.</summary>
internal static class Masks
{
    private const int Stock = 1024;

    [ThreadStatic]
    private static uint[]? t_keys;

    [ThreadStatic]
    private static int t_left;

    /// <summary>The next key. Drawn by the thousand: one call into the system for each frame would cost more than the frame.</summary>
    public static uint Next()
    {
        uint[] keys = t_keys ??= new uint[Stock];
        if (t_left == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys.AsSpan()));
            t_left = Stock;
        }
        return keys[--t_left];
    }
}
