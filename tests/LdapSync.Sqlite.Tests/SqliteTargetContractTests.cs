using LdapSync.Contracts;
using LdapSync.Targets;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>The contract of targets, kept by a file.</summary>
public sealed class SqliteTargetContractTests : SyncTargetContract
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ldapsync-");

    protected override int Sequences => 200;

    protected override Task<ISyncTarget> OpenAsync(string store) =>
        Task.FromResult<ISyncTarget>(new SqliteTarget(new SqliteFile(Path.Combine(_folder.FullName, $"{store}.db")) { Opened = WithoutWaitingForTheDisk }));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    // No power fails here.
    private static void WithoutWaitingForTheDisk(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA synchronous = OFF";
        command.ExecuteNonQuery();
    }
}
