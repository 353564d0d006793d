namespace Kapok.Events.Storage;

/// <summary>The storage cannot be used. The message is one line that says what is wrong and what to do; the server prints it and exits.</summary>
public sealed class StorageUnusableException : Exception
{
    public StorageUnusableException(string message)
        : base(message)
    {
    }

    public StorageUnusableException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public StorageUnusableException()
    {
    }
}
