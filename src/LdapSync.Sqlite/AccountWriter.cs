using LdapSync.Planning;
using LdapSync.Targets;
using Microsoft.Data.Sqlite;

namespace LdapSync.Sqlite;

/// <summary>Applies batches over one connection, by statements that are prepared once. The owner of an address never changes by any of them.</summary>
internal sealed class AccountWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Statement _save, _release, _undo;
    private readonly Statement _isTaken, _addAccount, _addPrimary, _updateAccount, _deleteAccount, _addAlias, _removeAlias, _setKind;
    private readonly Statement _renameAccount, _moveAlias, _setSourceId, _findId, _findSourceId, _findOwner;
    private readonly Statement[] _all;
    private (string Canonical, long Id)? _aliasesOf;
    private bool _usesSavepoints;

    public AccountWriter(SqliteConnection connection)
    {
        _connection = connection;
        _all =
        [
            _save = new(connection, "SAVEPOINT change"),
            _release = new(connection, "RELEASE change"),
            _undo = new(connection, "ROLLBACK TO change"),
            _isTaken = new(connection, "SELECT 1 FROM address WHERE canonical = ?1"),
            _findId = new(connection, "SELECT account_id FROM address WHERE canonical = ?1 AND is_primary"),
            _addAccount = new(connection, "INSERT INTO account (kind, source_id) VALUES (?1, ?2)"),
            _addPrimary = new(connection, "INSERT INTO address (canonical, spelling, account_id, is_primary) VALUES (?1, ?2, last_insert_rowid(), 1)"),
            _addAlias = new(connection, "INSERT INTO address (canonical, spelling, account_id, is_primary) VALUES (?1, ?2, ?3, 0) ON CONFLICT (canonical) DO NOTHING"),
            _updateAccount = new(connection, $"UPDATE account SET kind = ?2, source_id = coalesce(?3, source_id) WHERE id = {IdOf("?1")}"),
            _deleteAccount = new(connection, $"DELETE FROM account WHERE id = {IdOf("?1")}"),
            _removeAlias = new(connection, $"DELETE FROM address WHERE canonical = ?2 AND NOT is_primary AND account_id = {IdOf("?1")}"),
            _setKind = new(connection, $"UPDATE account SET kind = ?2 WHERE id = {IdOf("?1")}"),
            _renameAccount = new(connection, "UPDATE address SET canonical = ?2, spelling = ?3 WHERE canonical = ?1 AND is_primary"),
            _moveAlias = new(connection, $"UPDATE address SET account_id = {IdOf("?2")}, spelling = ?4 WHERE canonical = ?3 AND NOT is_primary AND account_id = {IdOf("?1")}"),
            _setSourceId = new(connection, $"UPDATE account SET source_id = ?2 WHERE id = {IdOf("?1")}"),
            _findSourceId = new(connection, $"SELECT source_id FROM account WHERE id = {IdOf("?1")}"),
            _findOwner = new(connection, """
                SELECT owner.canonical, owner.spelling
                FROM address AS found
                LEFT JOIN (account JOIN address AS owner ON owner.account_id = account.id AND owner.is_primary) ON account.id = found.account_id
                WHERE found.canonical = ?1
                """),
        ];
    }

    /// <summary>Applies the batch in one transaction.</summary>
    /// <exception cref="SqliteException">The file as a whole cannot be written; nothing of the batch is in it.</exception>
    public List<ChangeOutcome> Apply(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken)
    {
        try
        {
            _usesSavepoints = false;
            return ApplyAll(batch, cancellationToken);
        }
        catch (HalfDoneException)
        {
            _usesSavepoints = true;
            return ApplyAll(batch, cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var statement in _all) statement.Dispose();
    }

    private List<ChangeOutcome> ApplyAll(IReadOnlyList<AccountChange> batch, CancellationToken cancellationToken)
    {
        // Not deferred: with the write lock from the start nobody can come between looking and writing. Leaving without a commit rolls back.
        using var transaction = _connection.BeginTransaction(deferred: false);
        _aliasesOf = null;
        var outcomes = new List<ChangeOutcome>(batch.Count);
        foreach (var change in batch)
        {
            if (change.Kind != ChangeKind.AddAlias) _aliasesOf = null;
            cancellationToken.ThrowIfCancellationRequested();
            outcomes.Add(Apply(change) is { } reason ? ChangeOutcome.Failed(change, reason) : ChangeOutcome.Applied(change));
        }
        cancellationToken.ThrowIfCancellationRequested();
        transaction.Commit();
        return outcomes;
    }

    /// <summary>Null when the file has the change, else why it has nothing of it.</summary>
    private string? Apply(AccountChange change)
    {
        try
        {
            return change.Kind switch
            {
                ChangeKind.AddAccount => AddAccount(change.Account, KindText.Of(change.AccountKind), change.SourceId),
                ChangeKind.DeleteAccount => DeleteAccount(change.Account),
                ChangeKind.AddAlias => AddAlias(change.Account, change.Address),
                ChangeKind.RemoveAlias => RemoveAlias(change.Account, change.Address),
                ChangeKind.SetKind => SetKind(change.Account, KindText.Of(change.AccountKind)),
                ChangeKind.RenameAccount => RenameAccount(change.Account, change.Address, change.SourceId),
                ChangeKind.MoveAlias => MoveAlias(change.From!.Value, change.Account, change.Address),
                ChangeKind.SetSourceId => _setSourceId.Run(change.Account.Canonical, change.SourceId) == 1 ? null : MissingAccount(change.Account),
                _ => $"This target cannot do '{change.Kind}'.",
            };
        }
        catch (SqliteException e) when (ConcernsOneChange(e))
        {
            return $"A rule of the file refused '{change}': {e.Message}";
        }
    }

    // A constraint or a trigger that somebody added. Full disks and the like, which may end the transaction by themselves, concern the whole batch.
    private bool ConcernsOneChange(SqliteException exception) =>
        exception.SqliteErrorCode == SqliteFailure.Constraint && SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    private string? AddAccount(EmailAddress account, string kind, string? sourceId)
    {
        if (_isTaken.Has(account.Canonical)) return _updateAccount.Run(account.Canonical, kind, sourceId) == 0 ? Taken(account) : null;
        return AllOrNothing(() =>
        {
            if (_addAccount.Run(kind, sourceId) != 1) return $"A rule of the file kept the account {account} from being written.";
            _addPrimary.Run(account.Canonical, account.ToString());
            return null;
        });
    }

    private string? RenameAccount(EmailAddress from, EmailAddress to, string? sourceId) => AllOrNothing(() =>
    {
        var (fromId, toId) = (SourceIdOf(from), SourceIdOf(to));
        if (toId.Exists && sourceId is not null && toId.SourceId == sourceId) return null; // renamed before
        if (!fromId.Exists) return toId.Exists && sourceId is null ? null : MissingAccount(from);
        if (sourceId is not null && fromId.SourceId != sourceId) return $"The account {from} is another one by now: its id is not that of the entry.";
        if (OwnerOf(to) is { } owner && owner.Canonical != from.Canonical) return Taken(to);
        if (to != from) _removeAlias.Run(from.Canonical, to.Canonical);
        _renameAccount.Run(from.Canonical, to.Canonical, to.ToString());
        return null;
    });

    private string? MoveAlias(EmailAddress from, EmailAddress to, EmailAddress alias)
    {
        if (MissingAccount(to) is { } reason) return reason;
        if (alias == to) return Taken(alias);
        return from != to && _moveAlias.Run(from.Canonical, to.Canonical, alias.Canonical, alias.ToString()) == 1 ? null : AddAlias(to, alias);
    }

    /// <summary>
    /// For changes of two writes. A savepoint costs as much as one of them, and only a rule that somebody has added to the file can refuse the second: then the batch is
    /// begun anew, with savepoints.
    /// </summary>
    private string? AllOrNothing(Func<string?> write)
    {
        if (_usesSavepoints) _save.Run();
        string? reason;
        try
        {
            reason = write();
        }
        catch (SqliteException e) when (ConcernsOneChange(e))
        {
            if (!_usesSavepoints) throw new HalfDoneException();
            _undo.Run();
            _release.Run();
            throw;
        }
        if (_usesSavepoints) _release.Run();
        return reason;
    }

    private string? DeleteAccount(EmailAddress account)
    {
        _deleteAccount.Run(account.Canonical);
        return null;
    }

    private string? AddAlias(EmailAddress account, EmailAddress alias)
    {
        if (IdOf(account) is { } id && _addAlias.Bind(3, id).Run(alias.Canonical, alias.ToString()) == 1) return null;
        if (MissingAccount(account) is { } reason) return reason;
        return alias != account && OwnerOf(alias) is { } owner && owner.Canonical == account.Canonical ? null : Taken(alias);
    }

    private string? RemoveAlias(EmailAddress account, EmailAddress alias)
    {
        if (alias == account) return $"{alias} is the primary address of its account, not an alias; it goes when the account is deleted.";
        _removeAlias.Run(account.Canonical, alias.Canonical);
        return null;
    }

    private string? SetKind(EmailAddress account, string kind) => _setKind.Run(account.Canonical, kind) == 1 ? null : MissingAccount(account);

    /// <summary>Null when there is such an account, else what there is instead.</summary>
    private string? MissingAccount(EmailAddress account) => OwnerOf(account) switch
    {
        null => $"There is no account {account}.",
        { Spelling: null } => Stray(account),
        { } owner when owner.Canonical == account.Canonical => null,
        { } owner => $"There is no account {account}: that address is an alias of {owner.Spelling}.",
    };

    /// <summary>Who has the address that was asked for.</summary>
    private string Taken(EmailAddress address) => OwnerOf(address) switch
    {
        { Spelling: not null } owner when owner.Canonical == address.Canonical =>
            $"{address} is taken: it is the primary address of the account {owner.Spelling}.",
        { Spelling: not null } owner => $"{address} is taken: it is an alias of {owner.Spelling}.",
        _ => Stray(address),
    };

    private static string Stray(EmailAddress address) =>
        $"{address} is taken by a row in 'address' whose account is gone: the file was changed by hand. Delete that row.";

    /// <summary>The account that has this address, null when nobody has it; without names when only a stray row has it.</summary>
    private (string? Canonical, string? Spelling)? OwnerOf(EmailAddress address)
    {
        if (!_findOwner.Bind(1, address.Canonical).Next()) return null;
        var owner = (_findOwner.Text(0), _findOwner.Text(1));
        _findOwner.Reset();
        return owner;
    }

    private (bool Exists, string? SourceId) SourceIdOf(EmailAddress account)
    {
        if (!_findSourceId.Bind(1, account.Canonical).Next()) return (false, null);
        var sourceId = _findSourceId.Text(0);
        _findSourceId.Reset();
        return (true, sourceId);
    }

    /// <summary>The id of the account whose primary address this is; null where there is none. The aliases of an account come one after the other, so it is asked for once.</summary>
    private long? IdOf(EmailAddress account)
    {
        if (_aliasesOf is { } last && last.Canonical == account.Canonical) return last.Id;
        if (!_findId.Bind(1, account.Canonical).Next()) return null;
        _aliasesOf = (account.Canonical, _findId.Number(0));
        _findId.Reset();
        return _aliasesOf.Value.Id;
    }

    /// <summary>SQL for the id of the account whose primary address this is: an alias never stands for its account.</summary>
    private static string IdOf(string address) => $"(SELECT account_id FROM address WHERE canonical = {address} AND is_primary)";

    /// <summary>A change of two writes was refused after the first of them.</summary>
    private sealed class HalfDoneException : Exception;
}
