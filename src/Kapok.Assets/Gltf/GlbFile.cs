using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Kapok.Assets.Gltf;

/// <summary>Edits the JSON chunk of a binary glTF file (glTF 2.0, section 4.4), for extensions without a typed API.</summary>
public static class GlbFile
{
    private const uint Magic = 0x46546C67, JsonChunk = 0x4E4F534A;

    /// <summary>Returns the file with its JSON changed by <paramref name="edit"/>; the binary chunk stays as it is.</summary>
    public static byte[] WithJson(byte[] glb, Action<JsonObject> edit)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(glb.AsSpan(12));
        JsonObject json = JsonNode.Parse(glb.AsSpan(20, length))!.AsObject();
        edit(json);
        byte[] text = Encoding.UTF8.GetBytes(json.ToJsonString());
        int padded = (text.Length + 3) & ~3, rest = glb.Length - 20 - length;
        byte[] edited = new byte[20 + padded + rest];
        edited.AsSpan(20, padded).Fill((byte)' ');
        text.CopyTo(edited, 20);
        glb.AsSpan(20 + length, rest).CopyTo(edited.AsSpan(20 + padded));
        BinaryPrimitives.WriteUInt32LittleEndian(edited, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(edited.AsSpan(4), 2);
        BinaryPrimitives.WriteInt32LittleEndian(edited.AsSpan(8), edited.Length);
        BinaryPrimitives.WriteInt32LittleEndian(edited.AsSpan(12), padded);
        BinaryPrimitives.WriteUInt32LittleEndian(edited.AsSpan(16), JsonChunk);
        return edited;
    }
}
