namespace LdapSync.MailRoute.FakeServer;

/// <summary>An account as it stood when it was asked for.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Address">Its address.</param>
/// <param name="State">Its kind.</param>
/// <param name="Aliases">The addresses of its aliases, in order.</param>
public sealed record FakeAccount(int Id, string Address, AccountState State, IReadOnlyList<string> Aliases)
{
    /// <summary>All of it but the number, in one line, such as <c>ann@example.com DistributionList: a@example.com b@example.com</c>.</summary>
    public override string ToString() =>
        $"{Address}{(State == AccountState.Standard ? "" : $" {State}")}{(Aliases.Count == 0 ? "" : $": {string.Join(' ', Aliases)}")}";
}
