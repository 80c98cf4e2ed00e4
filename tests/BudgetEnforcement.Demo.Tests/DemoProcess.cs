using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace BudgetEnforcement.Demo.Tests;

/// <summary>The program in a process of its own, which can be killed.</summary>
internal sealed class DemoProcess : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource _outputEnded = new();
    private readonly Task<string> _error;

    private DemoProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { } text)
                _output.Enqueue(text);
            else
                _outputEnded.TrySetResult();
        };
        process.BeginOutputReadLine();
        _error = process.StandardError.ReadToEndAsync();
    }

    internal static DemoProcess Start(params string[] args) => new(DemoProgram.Start(args));

    internal bool HasExited => _process.HasExited;

    /// <summary>Waits for a line of output.</summary>
    internal async Task<Match> UntilLineAsync(string pattern)
    {
        while (true)
        {
            var hasEnded = _outputEnded.Task.IsCompleted;
            if (_output.Select(line => Regex.Match(line, pattern)).FirstOrDefault(match => match.Success) is { } match)
                return match;
            if (hasEnded)
                Assert.Fail($"It has ended without '{pattern}': {await ToEndAsync()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    internal async Task<DemoRun> ToEndAsync()
    {
        await _outputEnded.Task.WaitAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new DemoRun(_process.ExitCode, string.Concat(_output.Select(line => line + "\n")), await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
