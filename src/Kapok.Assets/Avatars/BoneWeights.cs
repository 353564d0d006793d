namespace Kapok.Assets.Avatars;

/// <summary>How much up to four bones move a vertex. Shares need not sum to one: <see cref="Encode"/> normalises.</summary>
public readonly record struct BoneWeights(
    Bone A, float ShareA, Bone B = default, float ShareB = 0f, Bone C = default, float ShareC = 0f, Bone D = default, float ShareD = 0f)
{
    /// <summary>All of one bone.</summary>
    public static implicit operator BoneWeights(Bone bone) => new(bone, 1f);

    /// <summary>The share of one bone after normalisation, 0..1.</summary>
    public float Of(Bone bone)
    {
        float sum = ShareA + ShareB + ShareC + ShareD;
        return ((A == bone ? ShareA : 0f) + (B == bone ? ShareB : 0f) + (C == bone ? ShareC : 0f) + (D == bone ? ShareD : 0f)) / sum;
    }

    /// <summary>Shares as bytes that sum to exactly 255, as glTF asks of normalised weights; a bone without a share is bone 0.</summary>
    public (uint Joints, uint Weights) Encode()
    {
        Span<(Bone Bone, float Share)> entries = [(A, ShareA), (B, ShareB), (C, ShareC), (D, ShareD)];
        float sum = ShareA + ShareB + ShareC + ShareD;
        Span<int> bytes = stackalloc int[4];
        int left = 255, largest = 0;
        for (int i = 0; i < 4; i++)
        {
            bytes[i] = (int)MathF.Round(255f * entries[i].Share / sum);
            left -= bytes[i];
            if (bytes[i] > bytes[largest]) largest = i;
        }
        bytes[largest] += left;
        (uint joints, uint weights) = (0u, 0u);
        for (int i = 0; i < 4; i++)
        {
            if (bytes[i] == 0) continue;
            joints |= (uint)entries[i].Bone << (8 * i);
            weights |= (uint)bytes[i] << (8 * i);
        }
        return (joints, weights);
    }
}
