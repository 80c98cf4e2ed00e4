using System.Runtime.InteropServices;

namespace BudgetEnforcement.Terminal;

/// <summary>Signals that end a process: the first one asks for an orderly end, and a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangup;

    internal Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndGently);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndGently);
        _hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndGently);
    }

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangup.Dispose();
        _source.Dispose();
    }

    private void EndGently(PosixSignalContext signal)
    {
        signal.Cancel = !_source.IsCancellationRequested;
        _source.Cancel();
    }
}
