using LdapSync.Contracts;
using LdapSync.MailRoute.FakeServer;
using LdapSync.Targets;

namespace LdapSync.MailRoute;

/// <summary>The contract of targets, kept by MailRoute's API.</summary>
public class MailRouteTargetContractTests : SyncTargetContract
{
    private readonly Dictionary<string, FakeMailRoute> _services = new(StringComparer.Ordinal);

    /// <summary>How the service behaves where its documentation leaves a choice.</summary>
    protected virtual FakeMailRouteOptions Service => new();

    /// <summary>Local parts are written in lower case: nobody knows whether the service tells them apart by case.</summary>
    protected override bool KeepsSpelling => false;

    protected override int Sequences => 60;

    protected override Task<ISyncTarget> OpenAsync(string store)
    {
        if (!_services.TryGetValue(store, out var service)) _services.Add(store, service = FakeMailRoute.Start(Service));
        return Task.FromResult<ISyncTarget>(new MailRouteTarget(new MailRouteOptions
        {
            BaseAddress = service.BaseAddress,
            Login = service.Options.Login,
            ApiKey = service.Options.ApiKey,
            Domain = service.Options.Domain,
            BulkFrom = 3,
        }));
    }

    protected override Task<bool> AddProvisionalAsync(string store, EmailAddress account)
    {
        _services[store].AddAccount($"{account}", AccountState.Provisional);
        return Task.FromResult(true);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        foreach (var service in _services.Values) await service.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}

/// <summary>The same by a service that behaves the other way wherever its documentation leaves a choice, and gives small pages.</summary>
public sealed class OtherMailRouteTargetContractTests : MailRouteTargetContractTests
{
    protected override FakeMailRouteOptions Service => new() { BulkIsAllOrNothing = true, TakesStateOnCreate = true, PageSizeCap = 7 };
}

/// <summary>The same by a service that answers as in old days, with no more than it has to, and for which letters of either case are two.</summary>
public sealed class OldMailRouteTargetContractTests : MailRouteTargetContractTests
{
    protected override FakeMailRouteOptions Service => new() { AnswersAsOfOld = true, TellsCaseApart = true };
}
