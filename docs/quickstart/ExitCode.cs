namespace LdapSync.Quickstart;

/// <summary>What the program tells whoever started it, one code for each thing to do next.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>Correct the command line or the settings.</summary>
    public const int BadSettings = 2;

    /// <summary>The directory could not be read completely.</summary>
    public const int SourceFailed = 3;

    /// <summary>A limit or guard refuses the plan or withholds a part of it, or the approval of a saved plan is void.</summary>
    public const int Refused = 4;

    /// <summary>Some changes, or the target as a whole, failed.</summary>
    public const int ChangesFailed = 5;

    /// <summary>Ctrl+C or SIGTERM; what a shell gives for an interrupted program.</summary>
    public const int Cancelled = 130;
}
