namespace LdapSync.Vectors;

public class EmailVectors
{
    [Fact]
    public void Addresses_are_accepted_and_refused_as_the_rule_says()
    {
        var run = VectorRun.Start("email");
        using var vectors = run.ReadJson("email.json");
        foreach (var vector in vectors.RootElement.EnumerateArray().Where(v => !v.TryGetProperty("borderline", out _)))
        {
            var address = vector.GetProperty("address").GetString()!;
            run.Check(address, vector.GetProperty("acceptable").GetBoolean().ToString(), EmailAddress.TryParse(address, out _, out _).ToString());
        }
        run.Finish();
    }
}
