using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Google.Protobuf;
using Kapok.Cluster;

namespace Kapok.IntegrationTests.Cluster;

/// <summary>Reaches a node as over a network: whatever is given to it and whatever it gives is written as JSON and read again, so that it can be no more than
/// plain records.</summary>
public class Wire : DispatchProxy
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new Messages() } };

    private object? _target;

    /// <summary>Calls that went over it so far.</summary>
    internal static int Calls => _calls;

    private static int _calls;

    internal static T Over<T>(T target)
        where T : class
    {
        T wired = Create<T, Wire>();
        ((Wire)(object)wired)._target = target;
        return wired;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        MethodInfo method = targetMethod!;
        Interlocked.Increment(ref _calls);
        ParameterInfo[] wanted = method.GetParameters();
        object?[] sent = [.. (args ?? []).Select((value, at) => wanted[at].ParameterType == typeof(CancellationToken) ? value : Send(value, wanted[at].ParameterType))];
        object? given = method.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, sent, null);
        Type type = method.ReturnType;
        if (type == typeof(ValueTask) || given is null) return given;
        // The two that name a room's contract: what they give is reached the same way.
        if (type == typeof(IRoomControl)) return Over((IRoomControl)given);
        if (type == typeof(IRoomDoor)) return Over((IRoomDoor)given);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            return typeof(Wire).GetMethod(nameof(ReceiveAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type.GetGenericArguments()).Invoke(null, [given]);
        return Send(given, type);
    }

    private static async ValueTask<T> ReceiveAsync<T>(ValueTask<T> given) => (T)Send(await given, typeof(T))!;

    private static object? Send(object? value, Type type) => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, type, Json), type, Json);

    // Messages of the protocol have their own bytes.
    private sealed class Messages : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeof(IMessage).IsAssignableFrom(typeToConvert);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert))!;

        private sealed class Of<T> : JsonConverter<T>
            where T : IMessage, new()
        {
            public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                T message = new();
                message.MergeFrom(reader.GetBytesFromBase64());
                return message;
            }

            public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteBase64StringValue(value.ToByteArray());
        }
    }
}
