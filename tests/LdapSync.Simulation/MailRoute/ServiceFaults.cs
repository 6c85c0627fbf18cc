using LdapSync.MailRoute.FakeServer;

namespace LdapSync.MailRoute;

/// <summary>What the faults of a sync come to at a service that is reached over a network.</summary>
internal static class ServiceFaults
{
    /// <summary>Those that make sense there, and what they are like.</summary>
    public static IReadOnlyList<TargetFault> Possible { get; } =
    [
        TargetFault.Unreadable, TargetFault.UnsteadyReads, TargetFault.Hiccups, TargetFault.Hiccups, TargetFault.UnsteadyWrites, TargetFault.LosesAnswers, TargetFault.LosesAnswers,
        TargetFault.RefusesSome, TargetFault.GoesDown, TargetFault.RefusesTheKey, TargetFault.Stalls, TargetFault.CancelledAtOnce, TargetFault.CancelledBetweenBatches,
    ];

    // What a client has to get over, as long as it does not come too often: nothing of this is an answer.
    private static readonly Fault[] Harmless =
    [
        Fault.Drop, Fault.Drop.AfterCommit(), Fault.Drop.AfterCommit(), Fault.CutBody, Fault.Error(429), Fault.Error(429).WithRetryAfter(3), Fault.Error(502), Fault.Error(503),
        Fault.Error(503).AfterCommit(), Fault.Error(503).WithRetryAfter(2), Fault.Html(503),
    ];

    private static readonly Fault[] Anything = [.. FakeServer.Faults.Usual, Fault.IgnoredFilters];

    private static readonly Fault[] LostAnswers = [Fault.Drop.AfterCommit(), Fault.Drop.AfterCommit(), Fault.CutBody, Fault.Error(500).AfterCommit(), Fault.Error(503).AfterCommit(), Fault.Html().AfterCommit()];

    private static readonly Fault[] Refusals = [Fault.Answer(400, """{"email_account": {"localpart": ["This one is not liked."]}}"""), Fault.Answer(400, "")];

    /// <summary>What goes wrong from the beginning of a sync on, while it reads.</summary>
    public static void DisturbReading(this FakeServer.Faults service, Faults faults, int seed)
    {
        service.Clear();
        if (faults.Target == TargetFault.Unreadable) service.Next(Fault.Error(503), times: int.MaxValue);
        if (faults.Target == TargetFault.UnsteadyReads) service.AtRandom(0.2, seed, Anything);
    }

    /// <summary>What goes wrong from the first change on.</summary>
    /// <param name="service">The service's faults.</param>
    /// <param name="faults">Those of the sync.</param>
    /// <param name="random">Decides.</param>
    /// <param name="stall">Lets time-outs pass, and does not answer.</param>
    /// <param name="cancel">Cancels the sync.</param>
    public static void DisturbWriting(this FakeServer.Faults service, Faults faults, Random random, Func<Task> stall, Action cancel)
    {
        service.Clear();
        switch (faults.Target)
        {
            case TargetFault.Hiccups:
                for (var times = random.Next(1, 3); times > 0; times--) service.Next(Harmless[random.Next(Harmless.Length)], after: random.Next(faults.After + 1));
                break;
            case TargetFault.UnsteadyWrites:
                service.AtRandom(0.25, random.Next(), Anything);
                break;
            case TargetFault.LosesAnswers:
                service.AtRandom(0.6, random.Next(), LostAnswers);
                break;
            case TargetFault.RefusesSome:
                service.AtRandom(0.3, random.Next(), Refusals);
                break;
            case TargetFault.GoesDown:
                service.Next(random.Next(2) == 0 ? Fault.Drop : Fault.Error(503), times: int.MaxValue, after: faults.After);
                break;
            case TargetFault.RefusesTheKey:
                service.Next(Fault.Error(random.Next(2) == 0 ? 401 : 403), times: int.MaxValue, after: faults.After);
                break;
            case TargetFault.Stalls:
                var isDone = random.Next(2) == 0;
                service.Next(isDone ? Fault.Meanwhile(stall).AfterCommit() : Fault.Meanwhile(stall), times: random.Next(1, 10), after: faults.After);
                break;
            case TargetFault.CancelledAtOnce:
                service.Next(Fault.Meanwhile(cancel), after: faults.After);
                break;
            case TargetFault.CancelledBetweenBatches:
                service.Next(Fault.Meanwhile(cancel).AfterCommit(), after: faults.After);
                break;
        }
    }
}
