namespace LdapSync.MailRoute.FakeServer;

/// <summary>How the fake behaves where the service's documentation leaves a choice, and what it has from the start.</summary>
public sealed class FakeMailRouteOptions
{
    /// <summary>The port on the loopback interface; 0 (default): any that is free.</summary>
    public int Port { get; init; }

    public string Login { get; init; } = "admin@example.com";

    public string ApiKey { get; init; } = "the-key-of-the-fake-6b1f0c";

    /// <summary>The domain that is there from the start, empty.</summary>
    public string Domain { get; init; } = "example.com";

    /// <summary>Whether another domain has some accounts and an alias too, so that a filter which does not work shows. Default: true.</summary>
    public bool HasNeighbours { get; init; } = true;

    /// <summary>Decides ids and orders.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The most objects that a page has, whatever limit is asked for. Default: 1,000.</summary>
    public int PageSizeCap { get; init; } = 1000;

    /// <summary>Whether a POST can say the state. Default: no, an account begins as standard.</summary>
    public bool TakesStateOnCreate { get; init; }

    /// <summary>Whether an account keeps its aliases, and can get new ones, as a distribution list. Default: no.</summary>
    public bool ListsKeepAliases { get; init; }

    /// <summary>Whether a bulk call with one bad or taken localpart fails as a whole. Default: no, such ones are passed over in silence.</summary>
    public bool BulkIsAllOrNothing { get; init; }

    /// <summary>Whether letters of either case are two: in who has a localpart, and in filters by it. Default: no.</summary>
    public bool TellsCaseApart { get; init; }

    /// <summary>Answers as recorded in old days: POST 201 with an empty body, PUT 202.</summary>
    public bool AnswersAsOfOld { get; init; }

    /// <summary>Accounts do not tell their state, as recorded in old days.</summary>
    public bool HidesState { get; init; }

    /// <summary>How localparts are compared.</summary>
    internal StringComparison Comparison => TellsCaseApart ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>How long every answer takes, as over a real network. Default: nothing.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>What time it is for <c>created_at</c> and <c>updated_at</c>.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets a line for each request, when it is answered; null (default): nobody does.</summary>
    public TextWriter? Log { get; init; }
}
