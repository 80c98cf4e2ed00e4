namespace BudgetEnforcement.Demo.Tests;

/// <summary>A folder with a text to learn from and the file of a ledger, which processes of the demo share.</summary>
public abstract class LedgerProcessTest : IAsyncLifetime
{
    /// <param name="ledger">The name of the file of the ledger.</param>
    protected LedgerProcessTest(string ledger)
    {
        Text = Folder.Write("text.txt", string.Concat(Enumerable.Repeat("round and round the ragged rock ", 10)));
        LedgerFile = Folder.Path(ledger);
        Ledger = new LedgerReader(LedgerFile);
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected string Text { get; }

    private protected string LedgerFile { get; }

    private protected LedgerReader Ledger { get; }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }
}
