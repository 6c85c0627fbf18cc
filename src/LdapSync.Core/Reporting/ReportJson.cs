namespace LdapSync.Reporting;

/// <summary>Reports as JSON.</summary>
public static class ReportJson
{
}
