using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Kapok.Server.Site;

/// <summary>Serves built files of a folder, in the compressed form that lies beside them when the browser takes it.</summary>
/// <remarks>Compressing at the build costs once what compressing at each request costs every visitor.</remarks>
public sealed class StaticFolder
{
    private static readonly (string Encoding, string Suffix)[] Forms = [("br", ".br"), ("gzip", ".gz")];
    private static readonly FileExtensionContentTypeProvider Types = MakeTypes();

    private readonly PhysicalFileProvider? _files;
    private readonly string _immutablePrefix;

    /// <summary>Opens a folder; when it is missing, nothing is served.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="immutablePrefix">Files below this path have a hash in their name and never change.</param>
    public StaticFolder(string folder, string immutablePrefix)
    {
        string full = Path.GetFullPath(folder);
        (_files, _immutablePrefix) = (Directory.Exists(full) ? new(full) : null, immutablePrefix);
    }

    /// <summary>The file that answers, or null. The provider refuses paths that lead out of its folder.</summary>
    public IResult? Find(HttpContext http, string path)
    {
        if (_files is null || path.EndsWith(".br", StringComparison.Ordinal) || path.EndsWith(".gz", StringComparison.Ordinal)) return null;
        IFileInfo file = _files.GetFileInfo(path);
        if (!file.Exists || file.IsDirectory || !Types.TryGetContentType(path, out string? type)) return null;
        http.Response.Headers.CacheControl = path.StartsWith(_immutablePrefix, StringComparison.Ordinal) && _immutablePrefix.Length > 0
            ? "public, max-age=31536000, immutable" : "no-cache";
        http.Response.Headers.Vary = "Accept-Encoding";
        foreach ((string encoding, string suffix) in Forms)
        {
            if (!Accepts(http, encoding) || _files.GetFileInfo(path + suffix) is not { Exists: true } packed) continue;
            http.Response.Headers.ContentEncoding = encoding;
            return Answer(packed, type);
        }
        return Answer(file, type);
    }

    private static IResult Answer(IFileInfo file, string type) => Results.File(
        file.PhysicalPath!, type, lastModified: file.LastModified, entityTag: new EntityTagHeaderValue($"\"{file.LastModified.UtcTicks:x}-{file.Length:x}\""));

    private static bool Accepts(HttpContext http, string encoding)
    {
        foreach (StringWithQualityHeaderValue accepted in http.Request.GetTypedHeaders().AcceptEncoding)
            if (accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && accepted.Quality is not 0) return true;
        return false;
    }

    private static FileExtensionContentTypeProvider MakeTypes()
    {
        FileExtensionContentTypeProvider types = new();
        foreach (string gltf in (string[])[".glb", ".vrm"]) types.Mappings[gltf] = "model/gltf-binary";
        // What pdf.js fetches: character maps, fonts, colour profiles.
        foreach (string part in (string[])[".bcmap", ".pfb", ".icc"]) types.Mappings[part] = "application/octet-stream";
        types.Mappings[".opus"] = "audio/ogg";
        (types.Mappings[".gltf"], types.Mappings[".ktx2"], types.Mappings[".webmanifest"]) = ("model/gltf+json", "image/ktx2", "application/manifest+json");
        return types;
    }
}
