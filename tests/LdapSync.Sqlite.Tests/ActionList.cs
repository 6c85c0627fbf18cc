using System.Collections;
using LdapSync.Planning;

namespace LdapSync.Sqlite;

/// <summary>A batch that does something when a given change is fetched: the way to stand in the middle of a transaction.</summary>
internal sealed class ActionList(IReadOnlyList<AccountChange> changes, int at, Action action) : IReadOnlyList<AccountChange>
{
    public int Count => changes.Count;

    public AccountChange this[int index]
    {
        get
        {
            if (index == at) action();
            return changes[index];
        }
    }

    public IEnumerator<AccountChange> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
