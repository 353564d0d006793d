using Kapok.Sockets.Buffers;
using Xunit;

namespace Kapok.Tests.Sockets;

public sealed class BufferPoolTests
{
    [Fact]
    public void The_last_holder_gives_a_buffer_back()
    {
        BufferPool pool = new();
        PooledBuffer buffer = pool.Rent(3000);
        Assert.Equal((4096, 1), (buffer.Capacity, pool.Out));
        buffer.Retain();
        buffer.Release();
        Assert.Equal(1, pool.Out);
        buffer.Release();
        Assert.Equal(0, pool.Out);
        Assert.Same(buffer, pool.Rent(4096));
    }

    [Fact]
    public void What_is_not_held_can_neither_be_released_nor_held_again()
    {
        BufferPool pool = new();
        PooledBuffer buffer = pool.Rent(1);
        buffer.Release();
        Assert.Throws<InvalidOperationException>(buffer.Release);
        Assert.Throws<InvalidOperationException>(buffer.Retain);
        Assert.Equal(0, pool.Out);
        buffer = pool.Rent(1);
        buffer.Release();
    }

    [Theory]
    [InlineData(0, 1024)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 2048)]
    [InlineData(131_072, 131_072)]
    [InlineData(131_073, 131_073)]
    public void Sizes_are_powers_of_two_up_to_the_largest(int bytes, int capacity)
    {
        BufferPool pool = new();
        PooledBuffer buffer = pool.Rent(bytes);
        Assert.Equal(capacity, buffer.Capacity);
        buffer.Release();
        Assert.Equal(capacity <= 131_072, ReferenceEquals(buffer, pool.Rent(bytes)));
    }

    [Fact]
    public void Many_threads_share_it_without_loss()
    {
        BufferPool pool = new();
        Parallel.For(0, 10_000, number =>
        {
            PooledBuffer buffer = pool.Rent(1 << (number % 18));
            buffer.Span.Fill((byte)number);
            buffer.Retain();
            Assert.Equal(-1, buffer.Span.IndexOfAnyExcept((byte)number));
            buffer.Release();
            buffer.Release();
        });
        Assert.Equal(0, pool.Out);
    }
}
