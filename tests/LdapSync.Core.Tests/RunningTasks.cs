using System.Reflection;

namespace LdapSync;

/// <summary>
/// Counts the tasks of this process that have not ended. The runtime keeps a table of them for debuggers while a switch is on, which is what a debugger's window of tasks
/// shows: bodies of Task.Run, async methods that wait, delays and combinations of tasks. Both are fields that nobody promises, so a test has to show that they still
/// count. A task that was begun before the switch was on is not in the table.
/// </summary>
public sealed class RunningTasks : IDisposable
{
    private static readonly FieldInfo Switch = Field("s_asyncDebuggingEnabled", typeof(bool));
    private static readonly FieldInfo Table = Field("s_currentActiveTasks", typeof(Dictionary<int, Task>));

    public RunningTasks()
    {
        Table.SetValue(null, new Dictionary<int, Task>());
        Switch.SetValue(null, true);
    }

    public static int Count => Running().Count;

    /// <summary>What most of them are, for the message of a test that fails.</summary>
    public static string Describe() => string.Join(", ", Running().CountBy(task => $"{task}").OrderByDescending(kind => kind.Value).Take(5).Select(kind => $"{kind.Value} × {kind.Key}"));

    public void Dispose()
    {
        Switch.SetValue(null, false);
        Table.SetValue(null, null);
    }

    // A task leaves the table a moment after it has ended. The tasks of whoever runs the tests come and go meanwhile.
    private static List<Task> Running()
    {
        if (Switch.GetValue(null) is not true || Table.GetValue(null) is not Dictionary<int, Task> table) throw new InvalidOperationException($"Tasks are counted while there is a {nameof(RunningTasks)}.");
        lock (table) return [.. table.Values.Where(task => !task.IsCompleted && !$"{task}".Contains("Xunit", StringComparison.Ordinal))];
    }

    private static FieldInfo Field(string name, Type type) =>
        typeof(Task).GetField(name, BindingFlags.Static | BindingFlags.NonPublic) is { } field && field.FieldType == type
            ? field
            : throw new NotSupportedException($"This runtime has no field {name} of type {type} in Task: find another way to count tasks.");
}
