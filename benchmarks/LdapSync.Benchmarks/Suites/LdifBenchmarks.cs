using System.Buffers;
using BenchmarkDotNet.Attributes;
using LdapSync.Benchmarks.Workloads;
using LdapSync.Directories;
using LdapSync.Directories.Ldif;
using LdapSync.Mapping;

namespace LdapSync.Benchmarks.Suites;

/// <summary>A file of entries, read as entries and read as mere lines.</summary>
[MemoryDiagnoser]
public class LdifBenchmarks
{
    private readonly DirectoryQuery _query = DirectoryQueries.Sync(new SyncOptions { BaseDns = ["dc=example,dc=com"], SearchFilter = nameof(LdapFilters.AnyMail) });
    private string _file = null!;

    [Params(100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _file = Path.GetTempFileName();
        using var stream = File.Create(_file);
        var octets = new ArrayBufferWriter<byte>();
        var writer = new LdifWriter(octets);
        foreach (var entry in new Workload(Entries).Entries())
        {
            writer.Write(entry);
            stream.Write(octets.WrittenSpan);
            octets.ResetWrittenCount();
        }
    }

    [GlobalCleanup]
    public void Cleanup() => File.Delete(_file);

    [Benchmark(Baseline = true)]
    public int Lines() => File.ReadLines(_file).Count();

    [Benchmark]
    public async Task<int> Ldif()
    {
        var attributes = 0;
        await foreach (var entry in new LdifFileSource(_file).ReadAsync(_query)) attributes += entry.Attributes.Count;
        return attributes;
    }
}
