using System.Runtime.CompilerServices;
using System.Text;

namespace LdapSync.Directories;

/// <summary>The contract of sources, kept by entries in memory.</summary>
public sealed class InMemorySourceContractTests : StandardDirectoryContract
{
    internal static ILdapDirectorySource Company { get; } = new InMemoryDirectorySource(WithIds(
    [
        new CompanyEntry("Example", ContractCompany.Suffix, "domain"), .. ContractCompany.Entries, .. ContractCompany.StandardEntries,
    ]));

    protected override ILdapDirectorySource Source => Company;

    private static List<LdapEntry> WithIds(IEnumerable<CompanyEntry> entries) =>
        [.. entries.Select((entry, i) => entry.With("entryUUID", $"00000000-0000-4000-8000-{i:x12}").ToEntry())];
}

/// <summary>The contract of sources, kept by an LDIF file.</summary>
public sealed class LdifFileSourceContractTests(LdifFileSourceContractTests.Export export) : StandardDirectoryContract, IClassFixture<LdifFileSourceContractTests.Export>
{
    protected override ILdapDirectorySource Source => new LdifFileSource(export.File);

    public sealed class Export : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-contract-");

        public Export() => System.IO.File.WriteAllText(File, Ldif());

        public string File => Path.Combine(_folder.FullName, "company.ldif");

        public void Dispose() => _folder.Delete(recursive: true);

        private static string Ldif()
        {
            var ldif = new StringBuilder("version: 1\n\n");
            foreach (var (i, entry) in ContractCompany.Entries.Concat(ContractCompany.StandardEntries).Index())
                ldif.Append(entry.ToLdif($"entryUUID: 10000000-0000-4000-8000-{i:x12}"));
            return ldif.ToString();
        }
    }
}

/// <summary>The contract of sources, kept while each read is recorded, and by the recording of everything.</summary>
public sealed class RecordingSourceContractTests(RecordingSourceContractTests.Folder folder) : StandardDirectoryContract, IClassFixture<RecordingSourceContractTests.Folder>
{
    protected override ILdapDirectorySource Source => new EachIntoAFileOfItsOwn(folder);

    public sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-contract-");
        private int _files;

        public string NewFile => Path.Combine(_folder.FullName, $"{Interlocked.Increment(ref _files)}.ldif");

        public void Dispose() => _folder.Delete(recursive: true);
    }

    // A recording takes one read at a time for each file, and says so.
    private sealed class EachIntoAFileOfItsOwn(Folder folder) : ILdapDirectorySource
    {
        public string Name => InMemorySourceContractTests.Company.Name;

        public async IAsyncEnumerable<LdapEntry> ReadAsync(DirectoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var entry in new RecordingSource(InMemorySourceContractTests.Company, folder.NewFile).ReadAsync(query, cancellationToken)) yield return entry;
        }
    }
}

/// <summary>The contract of sources, kept by what a recording of everything reads back.</summary>
public sealed class RecordedSourceContractTests(RecordedSourceContractTests.Recording recording) : StandardDirectoryContract, IClassFixture<RecordedSourceContractTests.Recording>
{
    protected override ILdapDirectorySource Source => new LdifFileSource(recording.File);

    public sealed class Recording : IAsyncLifetime
    {
        private readonly RecordingSourceContractTests.Folder _folder = new();

        public string File { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            File = _folder.NewFile;
            var everything = new DirectoryQuery([DistinguishedName.Parse(ContractCompany.Suffix)], LdapFilter.Parse("(objectClass=*)"), ["*", "entryUUID"]);
            await foreach (var _ in new RecordingSource(InMemorySourceContractTests.Company, File).ReadAsync(everything, TestContext.Current.CancellationToken)) { }
        }

        public ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
