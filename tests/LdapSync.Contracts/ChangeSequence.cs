using FsCheck;
using FsCheck.Fluent;
using LdapSync.Planning;
using static LdapSync.Contracts.TargetWords;

namespace LdapSync.Contracts;

/// <summary>Changes as they come to anybody's mind, over few addresses so that they get into each other's way; a sequence that breaks a law gets shorter while it does.</summary>
/// <param name="Changes">Valid ones and others, in the order in which they are tried.</param>
public sealed record ChangeSequence(IReadOnlyList<AccountChange> Changes)
{
    private const int Longest = 60;

    // Some of them are two spellings of one address.
    private static readonly Gen<EmailAddress> Addresses = Gen.Elements([.. new[] { "a", "A", "b", "c", "C", "d", "e", "f" }.Select(At)]);

    private static readonly Gen<AccountKind> Kinds = Gen.Elements(AccountKind.Mailbox, AccountKind.DistributionList);

    private static readonly Gen<string?> Ids = Gen.Elements<string?>(null, null, null, "id-1", "id-2", "id-3");

    /// <summary>A change of any kind.</summary>
    public static Gen<AccountChange> Change { get; } = Gen.Frequency(
        (3, from account in Addresses from kind in Kinds from id in Ids select AccountChange.AddAccount(account, kind, id)),
        (1, Addresses.Select(AccountChange.DeleteAccount)),
        (3, from account in Addresses from alias in Addresses select AccountChange.AddAlias(account, alias)),
        (1, from account in Addresses from alias in Addresses select AccountChange.RemoveAlias(account, alias)),
        (1, from account in Addresses from kind in Kinds select AccountChange.SetKind(account, kind)),
        (1, from account in Addresses from id in Ids select AccountChange.SetSourceId(account, id ?? "id-4")),
        (2, from account in Addresses from name in Addresses from id in Ids select AccountChange.RenameAccount(account, name, id)),
        (2, from origin in Addresses from account in Addresses from alias in Addresses select AccountChange.MoveAlias(origin, account, alias)));

    /// <summary>Sequences of any length up to the longest.</summary>
    public static Arbitrary<ChangeSequence> Any { get; } = Arb.From(
        from length in Gen.Choose(1, Longest) from changes in Change.ArrayOf(length) select new ChangeSequence(changes),
        sequence => sequence.Shorter());

    /// <summary>The changes that a plan for the model could ask for, in batches that do not depend on each other, each applied to the model when it comes.</summary>
    public IEnumerable<ChangeBatch> For(AccountModel model)
    {
        var batch = new ChangeBatch(model);
        foreach (var change in Changes)
        {
            if (!batch.HasRoomFor(change))
            {
                yield return batch;
                batch = new ChangeBatch(model) { IsByAnother = !batch.IsByAnother };
            }
            batch.Add(change);
        }
        yield return batch;
    }

    /// <summary>Without one half, a quarter and so on, down to each single change.</summary>
    private IEnumerable<ChangeSequence> Shorter()
    {
        for (var length = Changes.Count / 2; length > 0; length /= 2)
        {
            for (var start = 0; start < Changes.Count; start += length) yield return new ChangeSequence([.. Changes.Take(start), .. Changes.Skip(start + length)]);
        }
    }

    public override string ToString() => string.Join("; ", Changes.Select(change => $"{change}"));
}
