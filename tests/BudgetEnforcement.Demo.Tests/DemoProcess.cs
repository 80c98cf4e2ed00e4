using System.Diagnostics;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>The program in a process of its own, which can be killed.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _error;

    private DemoProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _error = process.StandardError.ReadToEndAsync();
    }

    internal static DemoProcess Start(params string[] args) => new(DemoProgram.Start(args));

    internal bool HasExited => _process.HasExited;

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<DemoRun> ToEndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new DemoRun(_process.ExitCode, await _output, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
