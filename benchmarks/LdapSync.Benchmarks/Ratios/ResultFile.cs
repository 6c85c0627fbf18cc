using System.Text.Json;
using System.Text.Json.Serialization;

namespace LdapSync.Benchmarks.Ratios;

/// <summary>What one run of <c>ratios</c> has found, to be kept and drawn.</summary>
/// <param name="Machine">Where and when.</param>
/// <param name="Size">How many entries.</param>
/// <param name="Measurements">What each contender costs.</param>
/// <param name="Figures">How they compare.</param>
internal sealed record ResultFile(Machine Machine, int Size, IReadOnlyList<Measurement> Measurements, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // what failed is no number
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Format) + "\n");

    public static ResultFile Read(string file) =>
        JsonSerializer.Deserialize<ResultFile>(File.ReadAllText(file), Format) ?? throw new FormatException($"{file} is no result file.");
}
