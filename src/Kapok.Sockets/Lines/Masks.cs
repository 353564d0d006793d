using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Kapok.Sockets.Lines;

/// <summary>Masking keys as RFC 6455, section 5.3, wants them: new for each frame and not to be guessed.</summary>
internal static class Masks
{
    private const int Stock = 1024;

    [ThreadStatic]
    private static uint[]? _keys;

    [ThreadStatic]
    private static int _left;

    /// <summary>The next key. Drawn by the thousand: one call into the system for each frame would cost more than the frame.</summary>
    public static uint Next()
    {
        uint[] keys = _keys ??= new uint[Stock];
        if (_left == 0)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(keys.AsSpan()));
            _left = Stock;
        }
        return keys[--_left];
    }
}
