using System.Diagnostics.CodeAnalysis;
using BudgetEnforcement.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace BudgetEnforcement.Tool.Tests.Ledgers;

/// <summary>A ledger in a file, with an organisation of 1,000, a team of 100 under it, and processes.</summary>
[SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "A ledger disposes its store.")]
internal sealed class LedgerFile : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal string Path => _folder.Path("budgets.db");

    internal string Address => $"sqlite:{Path}";

    internal IEnumerable<string> Files => _folder.Names;

    internal async Task<LedgerFile> CreateAsync(decimal teamSpent = 0m)
    {
        await using var ledger = await OpenAsync();
        await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "org", Limit = 1_000m });
        await ledger.CreateBudgetIfNotExistsAsync(new BudgetOptions { Name = "team", Limit = 100m }, parents: ["org"]);
        if (teamSpent > 0m)
            await ledger.RecordAsync("team", teamSpent, "invoice 1");
        return this;
    }

    /// <summary>A process that was lost an hour ago, with 12 of the team in its hands.</summary>
    internal async Task LoseNodeAsync(string name)
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-1));
        var store = new SqliteBudgetStore(Path, clock);
        var ledger = await BudgetLedger.OpenAsync(store, new BudgetLedgerOptions { NodeName = name, DrainTimeout = TimeSpan.Zero, AskTimeout = TimeSpan.FromMinutes(1) });
        var org = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "org", Limit = 1_000m });
        var team = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 100m }, org);

        // The amount that is reserved when the process ends stays held.
        _ = await team.ReserveAsync(12m, TestContext.Current.CancellationToken);
        await ledger.DisposeAsync();
    }

    internal async Task<LedgerBudgetInfo> FindAsync(string name)
    {
        await using var ledger = await OpenAsync();
        return (await ledger.FindAsync(name))!;
    }

    internal async Task<BudgetLedger> OpenAsync() => await BudgetLedger.OpenAsync(new SqliteBudgetStore(Path));

    /// <summary>As a process that lives by a clock of its own.</summary>
    internal async Task<BudgetLedger> OpenAsync(string nodeName, TimeProvider clock) =>
        await BudgetLedger.OpenAsync(new SqliteBudgetStore(Path, clock), new BudgetLedgerOptions { NodeName = nodeName, AskTimeout = TimeSpan.FromMinutes(1) });

    public void Dispose() => _folder.Dispose();
}
