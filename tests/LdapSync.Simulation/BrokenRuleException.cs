namespace LdapSync;

/// <summary>What has to hold, whatever happens.</summary>
internal enum Rule
{
    /// <summary>No address has two owners, and every change is possible, and does something, when its turn comes.</summary>
    OneOwner,

    /// <summary>An address that is deliverable before and after is so at every step outside the stated windows.</summary>
    MailFlows,

    /// <summary>Limits and guards hold, whatever was planned.</summary>
    Limits,

    /// <summary>What is excluded, or in a domain not served, is neither created nor touched.</summary>
    HandsOff,

    /// <summary>A read that is not complete changes nothing.</summary>
    CompleteOrNothing,

    /// <summary>What was refused, and what nobody approved, is not applied.</summary>
    Refused,

    /// <summary>After a run that applied everything there is nothing left to do.</summary>
    Settled,

    /// <summary>Neither the order of entries, accounts or values nor the time of planning shows in a plan.</summary>
    SamePlan,

    /// <summary>Whoever is renamed keeps the mailbox.</summary>
    SameMailbox,

    /// <summary>An account is kept while an entry that gets none carries its address, and a provisional one that nobody asks for.</summary>
    KeptWhileCarried,

    /// <summary>No account is deleted before nobody has asked for it for long enough.</summary>
    Grace,

    /// <summary>No account is touched that no sync has made or found an entry for, where only those are owned.</summary>
    Ownership,

    /// <summary>Once everything is applied, the target has what the directory asks for, and nothing else.</summary>
    AsAskedFor,

    /// <summary>Every change has one outcome, and only what the target has is said to be applied.</summary>
    TrueReport,

    /// <summary>Nothing is thrown that is not documented.</summary>
    NoSurprise,
}

/// <summary>A rule does not hold.</summary>
internal sealed class BrokenRuleException(Rule rule, string found, Exception? innerException = null) : Exception($"{rule}: {found}", innerException)
{
    public Rule Rule => rule;
}
