namespace LdapSync.Directories.Snapshots;

/// <summary>A life of a directory and its reader, told by numbers: edits, reads that end in every way, restarts and failing disks. Each read that ends has to be everything.</summary>
internal sealed class SnapshotScenario(IDirectorySnapshot snapshot)
{
    public const int Kinds = 20;
    private const int Choices = 64;

    /// <summary>What a step can be.</summary>
    public const int MostStep = Kinds * Choices;

    private readonly ChangingDirectory _directory = new();
    private readonly FailingSnapshot _snapshot = new(snapshot);
    private IncrementalSource? _source;
    private int _names;

    public int ChangeReads => _directory.ChangeReads;

    /// <summary>How many reads were made of what had changed.</summary>
    public int Increments { get; private set; }

    public async Task LiveAsync(IEnumerable<int> steps)
    {
        for (var i = 0; i < 5; i++) _directory.Add($"cn=p{i},dc=example", $"p{i}@example.com");
        await ReadAsync();
        foreach (var step in steps) await StepAsync(step % Kinds, step / Kinds);
        _snapshot.CallsLeft = null;
        await ReadAsync();
        await ReadAsync();
    }

    private async Task StepAsync(int kind, int choice)
    {
        switch (kind)
        {
            case 0: _directory.Add($"cn={++_names},dc=example", choice % 5 == 0 ? null : $"{_names}@example.com"); break;
            case 1: With(choice, id => _directory.Add($"cn={++_names},{_directory[id].Dn}", $"{_names}@example.com")); break;
            case 2: With(choice, id => _directory.SetMail(id, $"{++_names}@example.com")); break;
            case 3: With(choice, id => _directory.SetMail(id, null)); break;
            case 4: WithLeaf(choice, _directory.Remove); break;
            case 5: WithLeaf(choice, id => _directory.Rename(id, $"cn={++_names},dc=example")); break;
            case 6: With(choice, id => _directory.Rename(id, $"cn=P{++_names},dc=example")); break;
            case 7: With(choice, id => _directory.Rename(id, $"cn=q{++_names},dc=example", isNoticed: !_directory[id].HasAlwaysMatched)); break;
            case 8: With(choice, id => _directory.Rename(id, "CN" + _directory[id].Dn[2..], isNoticed: !_directory[id].HasAlwaysMatched)); break;
            case 9: WithLeaf(choice, Recreate); break;
            case 10: Swap(choice); break;
            case 11: await ReadAsync(failAt: choice % 12); break;
            case 12: await ReadAsync(cancelAt: choice % 12); break;
            case 13: await ReadAsync(stopAt: choice % 12); break;
            case 14: await ReadAsync(editAt: choice % 12); break;
            case 15: _directory.Telling = (Telling)(choice % 4); break;
            case 16: _source = null; break; // another process
            case 17:
                _snapshot.CallsLeft = choice;
                await ReadAsync();
                _snapshot.CallsLeft = null;
                break;
            default: await ReadAsync(); break;
        }
    }

    private void Recreate(Guid id)
    {
        var dn = _directory[id].Dn;
        _directory.Remove(id);
        _directory.Add(dn, $"{++_names}@example.com");
    }

    private void Swap(int choice)
    {
        Guid[] leaves = [.. _directory.Ids.Where(id => !_directory.HasChildren(id)).Skip(choice % 4).Take(2)];
        if (leaves.Length < 2) return;
        var (one, other) = (_directory[leaves[0]].Dn, _directory[leaves[1]].Dn);
        _directory.Rename(leaves[0], other);
        _directory.Rename(leaves[1], one);
    }

    private void With(int choice, Action<Guid> edit)
    {
        if (_directory.Ids is { Count: > 0 } ids) edit(ids[choice % ids.Count]);
    }

    private void WithLeaf(int choice, Action<Guid> edit)
    {
        Guid[] leaves = [.. _directory.Ids.Where(id => !_directory.HasChildren(id))];
        if (leaves.Length > 0) edit(leaves[choice % leaves.Length]);
    }

    private async Task ReadAsync(int? failAt = null, int? cancelAt = null, int? stopAt = null, int? editAt = null)
    {
        using var cancellation = new CancellationTokenSource();
        _directory.BeforeEntry = position =>
        {
            if (position == failAt) throw new SourceException("The connection was lost.") { IsBrokenOff = true };
            if (position == cancelAt) cancellation.Cancel();
            if (position == editAt) WithLeaf(position, id => _directory.Rename(id, $"cn=m{++_names},dc=example"));
            if (position == editAt) WithLeaf(position + 1, _directory.Remove);
        };
        var before = _directory.CompleteReads;
        try
        {
            await ReadToEndAsync(stopAt, isWhole: editAt is null, cancellation.Token);
            if (_directory.CompleteReads == before) Increments++;
        }
        catch (OperationCanceledException) when (cancelAt is not null)
        {
            // As it was meant to be.
        }
        catch (SourceException failure) when (failure.IsBrokenOff && failAt is not null)
        {
            // As it was meant to be.
        }
        catch (SourceException failure) when (failure.IsBrokenOff && _snapshot.CallsLeft is not null)
        {
            await ReadToEndAsync(stopAt: null, isWhole: true, CancellationToken.None); // what a sync does
        }
        _directory.BeforeEntry = null;
    }

    private async Task ReadToEndAsync(int? stopAt, bool isWhole, CancellationToken cancellationToken)
    {
        _source ??= new IncrementalSource(_directory, _snapshot, ChangingDirectory.Query, fullReadEvery: 5);
        var entries = new List<string>();
        await foreach (var entry in _source.ReadAsync(ChangingDirectory.Query, cancellationToken))
        {
            entries.Add(ChangingDirectory.Describe(entry));
            if (entries.Count > stopAt) return;
        }
        if (!isWhole) return;
        entries.Sort(StringComparer.Ordinal);
        string[] expected = [.. _directory.Entries.Select(ChangingDirectory.Describe).Order(StringComparer.Ordinal)];
        if (!entries.SequenceEqual(expected)) entries.Should().Equal(expected);
    }
}
