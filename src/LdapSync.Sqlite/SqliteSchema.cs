using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>What stands in a file, and whether a file is one of ours.</summary>
/// <param name="applicationId">The mark in the file's header by which the database of another program is told from ours.</param>
/// <param name="steps">What brings a file from one version to the next, from an empty one on; a step that was released is never changed.</param>
internal sealed class SqliteSchema(int applicationId, string[] steps)
{
    // One table of addresses, whose key is the canonical form, is what makes an address unique over accounts and aliases: by the database, not by our care.
    // The ids of accounts are never used again (AUTOINCREMENT), so that a mailbox filed under an id elsewhere cannot pass to another account.
    private const string AccountsAndHistory = """
        CREATE TABLE account (
            id        INTEGER PRIMARY KEY AUTOINCREMENT,
            kind      TEXT NOT NULL CHECK (kind IN ('mailbox', 'distribution list')),
            source_id TEXT
        ) STRICT;

        CREATE TABLE address (
            canonical  TEXT PRIMARY KEY CHECK (canonical LIKE '_%@_%'),
            spelling   TEXT NOT NULL,
            account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
            is_primary INTEGER NOT NULL CHECK (is_primary IN (0, 1))
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX address_of_account ON address (account_id, is_primary DESC);
        CREATE UNIQUE INDEX one_primary_per_account ON address (account_id) WHERE is_primary;

        CREATE TABLE sync_record (
            id         INTEGER PRIMARY KEY,
            started    TEXT NOT NULL,
            started_by TEXT NOT NULL,
            is_test    INTEGER NOT NULL CHECK (is_test IN (0, 1)),
            summary    TEXT NOT NULL,
            report     TEXT NOT NULL
        ) STRICT;

        CREATE INDEX sync_record_by_time ON sync_record (started);

        CREATE VIEW accounts AS
            SELECT account.id, spelling AS address, kind, source_id
            FROM account JOIN address ON account_id = account.id AND is_primary
            ORDER BY canonical;

        CREATE VIEW aliases AS
            SELECT alias.spelling AS alias, owner.spelling AS account
            FROM address AS alias JOIN address AS owner ON owner.account_id = alias.account_id AND owner.is_primary
            WHERE NOT alias.is_primary
            ORDER BY alias.canonical;
        """;

    private const string UsedApprovals = """
        CREATE TABLE used_approval (
            checksum TEXT PRIMARY KEY,
            approval TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """;

    // What one sync leaves to the next. Accounts are named by the canonical form of their address.
    private const string Memory = """
        CREATE TABLE absence (
            account TEXT PRIMARY KEY,
            since   TEXT NOT NULL,
            runs    INTEGER NOT NULL CHECK (runs > 0)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE owned_account (
            account TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
        """;

    // All that reading takes, in the order in which it is read: addresses are not looked up one by one in their table.
    private const string AddressesInOrder = """
        DROP INDEX address_of_account;
        CREATE INDEX address_of_account ON address (account_id, is_primary DESC, spelling);
        """;

    /// <summary>The first version that has <see cref="SqliteMemory"/>'s tables.</summary>
    public const int VersionWithMemory = 3;

    // The last read of the directory. One row at most in the header.
    private const string Rows = """
        CREATE TABLE header (
            id   INTEGER PRIMARY KEY CHECK (id = 1),
            text TEXT NOT NULL
        ) STRICT;

        CREATE TABLE entry (
            number INTEGER PRIMARY KEY,
            octets BLOB NOT NULL
        ) STRICT;
        """;

    /// <summary>The file of <see cref="SqliteTarget"/> and <see cref="SqliteHistory"/> (<c>LDSY</c>).</summary>
    public static SqliteSchema Mailboxes { get; } = new(0x4C445359, [AccountsAndHistory, UsedApprovals, Memory, AddressesInOrder]);

    /// <summary>The file of <see cref="SqliteSnapshot"/> (<c>LDSN</c>).</summary>
    public static SqliteSchema Snapshot { get; } = new(0x4C44534E, [Rows]);

    public int ApplicationId => applicationId;

    /// <summary>The version this code writes. It reads older ones as they are, and brings them to this one before it writes.</summary>
    public int Version => steps.Length;

    /// <summary>The version of the file, 0 when it holds nothing at all; anything that is not ours is refused. Reads only.</summary>
    /// <exception cref="TargetException">It belongs to another program, or to a newer version of this one.</exception>
    public int VersionOf(SqliteConnection connection, string path, SqliteTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
            FROM pragma_application_id, pragma_user_version
            """;
        using var row = command.ExecuteReader();
        row.Read();
        var (application, version, objects) = (row.GetInt32(0), row.GetInt32(1), row.GetInt64(2));

        if (application == 0 && version == 0 && objects == 0) return 0;
        if (application == applicationId && version >= 1 && version <= Version) return version;
        var (found, remedy) = application switch
        {
            _ when application == applicationId && version > Version => ($"it was written by a newer LdapSync (schema {version}; this one knows {Version})", "Update LdapSync, or name another file"),
            _ when application == applicationId => ($"it has schema {version}, which no LdapSync has written (expected 1 to {Version})", "Restore it from a backup, or name another file"),
            _ when application == Mailboxes.ApplicationId || application == Snapshot.ApplicationId =>
                ("it is another kind of file of LdapSync's", "Mailboxes and history may share a file, the last read of the directory needs one of its own: name that"),
            _ => ("it is the database of another program", "Name a file of LdapSync's, or one that does not exist yet"),
        };
        throw new TargetException($"'{path}' cannot be used: {found}; nothing in it was changed. {remedy}.");
    }

    /// <summary>Makes the tables that are missing; two processes may try at once.</summary>
    public void Complete(SqliteConnection connection, string path)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = VersionOf(connection, path, transaction);
        if (version == Version) return;
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"{string.Join('\n', steps[version..])} PRAGMA application_id = {applicationId}; PRAGMA user_version = {Version};";
        command.ExecuteNonQuery();
        transaction.Commit();
    }
}
