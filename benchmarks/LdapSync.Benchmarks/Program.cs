using BenchmarkDotNet.Running;
using LdapSync.Benchmarks.Commands;

try
{
    switch (args)
    {
        case ["plan", .. var rest]:
            return PlanCommand.Run(new Arguments(rest));
        case ["ratios", .. var rest]:
            return RatiosCommand.Run(new Arguments(rest));
        default:
            BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
            return 0;
    }
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}
