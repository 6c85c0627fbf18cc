namespace LdapSync.Ldap.Inspection;

/// <summary>Steps with their times: one begins where the one before ends.</summary>
internal sealed class StepLog(TimeProvider clock)
{
    private readonly List<ConnectionStep> _steps = [];
    private string? _current;
    private long _began;

    public IReadOnlyList<ConnectionStep> Steps => _steps;

    public void Begin(string step)
    {
        End();
        (_current, _began) = (step, clock.GetTimestamp());
    }

    public void End(string? failure = null)
    {
        if (_current is not null) _steps.Add(new ConnectionStep(_current, clock.GetElapsedTime(_began), failure));
        _current = null;
    }
}
