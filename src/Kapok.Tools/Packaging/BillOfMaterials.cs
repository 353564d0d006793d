using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kapok.Tools.Packaging;

/// <summary>Joins what the tools of NuGet and npm know into one bill of materials, CycloneDX 1.6 in JSON, with what ships and nothing else.</summary>
/// <remarks>
/// The tools know names, licences and hashes, but not what ships: the one of NuGet lists analysers, and npm's leaves out a package that is a direct dependency and
/// another one's peer (<c>--omit dev</c>). So both are asked for everything, and <see cref="ShippedPackages"/> decides.
/// </remarks>
internal static class BillOfMaterials
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Joins bills.</summary>
    /// <param name="version">Version of Kapok.</param>
    /// <param name="time">When it was made.</param>
    /// <param name="bills">Bills of the tools, in CycloneDX's JSON.</param>
    /// <param name="shipped">What ships, by its package URL without the qualifiers: <c>pkg:nuget/Npgsql@10.0.3</c>.</param>
    /// <param name="more">Components that no tool knows: the runtime.</param>
    /// <returns>The bill, sorted, so that it is the same for the same packages.</returns>
    /// <exception cref="PackagingException">Something ships that no bill knows, or whose licence is not known.</exception>
    public static JsonObject Join(string version, DateTimeOffset time, IReadOnlyList<JsonObject> bills, IReadOnlySet<string> shipped, IEnumerable<JsonObject> more)
    {
        SortedDictionary<string, JsonObject> components = new(StringComparer.Ordinal);
        foreach (JsonObject component in bills.SelectMany(bill => Objects(bill, "components")).Concat(more))
        {
            if (Text(component, "purl") is { } purl && shipped.Contains(purl)) components.TryAdd(purl, Taken(component));
        }
        if (shipped.FirstOrDefault(purl => !components.ContainsKey(purl)) is { } missing) throw new PackagingException($"{missing} ships, but no bill of materials lists it.");
        if (components.FirstOrDefault(one => !HasLicence(one.Value)).Key is { } unlicensed) throw new PackagingException($"{unlicensed} ships, but its licence is not known.");
        string root = $"pkg:generic/kapok@{version}";
        return new()
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["timestamp"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = root,
                    ["name"] = "kapok",
                    ["version"] = version,
                    ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = "Apache-2.0" } }),
                    ["purl"] = root,
                },
            },
            ["components"] = new JsonArray([.. components.Values]),
            ["dependencies"] = Dependencies(root, bills, components),
        };
    }

    /// <summary>The runtime's pack as a component.</summary>
    /// <param name="pack">Pack.</param>
    /// <param name="licence">Licence, as SPDX names it.</param>
    public static JsonObject Framework(PackageId pack, string licence) => new()
    {
        ["type"] = "framework",
        ["bom-ref"] = Purl("nuget", pack),
        ["name"] = pack.Name,
        ["version"] = pack.Version,
        ["scope"] = "required",
        ["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["id"] = licence } }),
        ["purl"] = Purl("nuget", pack),
    };

    /// <summary>Package URL of a package, as the tools write it.</summary>
    /// <param name="registry"><c>nuget</c> or <c>npm</c>.</param>
    /// <param name="package">Package.</param>
    public static string Purl(string registry, PackageId package) => $"pkg:{registry}/{package.Name.Replace("@", "%40", StringComparison.Ordinal)}@{package.Version}";

    /// <summary>Gives those components of a bill that have no licence the text that their package carries.</summary>
    /// <param name="bill">The bill of one tool.</param>
    /// <param name="texts">Name and licence of packages, by their package URL.</param>
    public static void GiveLicences(JsonObject bill, IReadOnlyDictionary<string, (string Name, string Text)> texts)
    {
        foreach (JsonObject component in Objects(bill, "components").Where(one => !HasLicence(one)))
        {
            if (Text(component, "purl") is not { } purl || !texts.TryGetValue(purl, out (string Name, string Text) own)) continue;
            JsonObject text = new() { ["contentType"] = "text/plain", ["content"] = own.Text };
            component["licenses"] = new JsonArray(new JsonObject { ["license"] = new JsonObject { ["name"] = $"licence of {own.Name}", ["text"] = text } });
        }
    }

    /// <summary>The licences of which a bill has the text.</summary>
    public static IEnumerable<string> LicenceTexts(JsonObject bill) => Objects(bill, "components").SelectMany(component => Objects(component, "licenses"))
        .Select(entry => entry["license"]?["text"]?["content"]?.GetValue<string>()).OfType<string>().Distinct(StringComparer.Ordinal);

    /// <summary>Each package with its licence, a line each, for people.</summary>
    public static IEnumerable<string> Licences(JsonObject bill) => Objects(bill, "components").Select(component =>
        $"{Text(component, "name")} {Text(component, "version")}: {string.Join(", ", Objects(component, "licenses").Select(Licence))}");

    /// <summary>As text, with a line break at its end.</summary>
    public static string Write(JsonObject bill) => bill.ToJsonString(Indented) + "\n";

    private static string? Licence(JsonObject entry) =>
        Text(entry, "expression") ?? (entry["license"] is JsonObject licence ? Text(licence, "id") ?? Text(licence, "name") : null);

    private static bool HasLicence(JsonObject component) => Objects(component, "licenses").Any(entry => !string.IsNullOrWhiteSpace(Licence(entry)));

    // The tools' own names for a component differ; its package URL is the same for all. Their scope says what a project needs to build, and here all is needed to run.
    private static JsonObject Taken(JsonObject component)
    {
        JsonObject taken = component.DeepClone().AsObject();
        (taken["bom-ref"], taken["scope"]) = (Text(component, "purl"), "required");
        return taken;
    }

    private static JsonArray Dependencies(string root, IEnumerable<JsonObject> bills, SortedDictionary<string, JsonObject> components)
    {
        SortedDictionary<string, SortedSet<string>> needs = new(StringComparer.Ordinal) { [root] = new(StringComparer.Ordinal) };
        foreach (string purl in components.Keys) needs[purl] = new(StringComparer.Ordinal);
        foreach (JsonObject bill in bills)
        {
            Dictionary<string, string> purls = Objects(bill, "components").Where(one => Text(one, "purl") is not null && Text(one, "bom-ref") is not null)
                .DistinctBy(one => Text(one, "bom-ref")).ToDictionary(one => Text(one, "bom-ref")!, one => Text(one, "purl")!, StringComparer.Ordinal);
            string? top = bill["metadata"]?["component"] is JsonObject program ? Text(program, "bom-ref") : null;
            foreach (JsonObject dependency in Objects(bill, "dependencies"))
            {
                string reference = Text(dependency, "ref")!, from = reference == top ? root : purls.GetValueOrDefault(reference, reference);
                if (!needs.TryGetValue(from, out SortedSet<string>? on) || dependency["dependsOn"] is not JsonArray targets) continue;
                on.UnionWith(targets.Select(target => (string)target!).Select(target => purls.GetValueOrDefault(target, target)).Where(components.ContainsKey));
            }
        }
        foreach (string purl in components.Keys.Where(purl => Text(components[purl], "type") == "framework")) needs[root].Add(purl);
        return new([.. needs.Select(one => new JsonObject { ["ref"] = one.Key, ["dependsOn"] = new JsonArray([.. one.Value.Select(purl => JsonValue.Create(purl))]) })]);
    }

    private static IEnumerable<JsonObject> Objects(JsonObject node, string name) => node[name] is JsonArray array ? array.OfType<JsonObject>() : [];

    private static string? Text(JsonObject node, string name) => node[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
