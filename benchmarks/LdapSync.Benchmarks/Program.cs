using BenchmarkDotNet.Running;
using LdapSync.Benchmarks.Commands;

switch (args)
{
    case ["plan", .. var rest]:
        return PlanCommand.Run(new Arguments(rest));
    default:
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
