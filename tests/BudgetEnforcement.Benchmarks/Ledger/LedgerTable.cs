using System.Globalization;

namespace BudgetEnforcement.Benchmarks;

/// <summary>
/// Measures what a ledger saves: callers that spend from one budget, each cost in a transaction of its own, each flushed, or by slices. Each round
/// measures the three in turn.
/// </summary>
internal static class LedgerTable
{
    internal const int Rounds = 5;
    internal const int Callers = 64;

    private const decimal Cost = 0.01m;
    private const double GoalOfSlices = 500;

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    /// <param name="rounds">How many rounds.</param>
    /// <param name="connectionString">A PostgreSQL server; none where it is null.</param>
    /// <returns>Whether every goal is met.</returns>
    internal static async Task<bool> PrintAsync(int rounds, string? connectionString)
    {
        Console.WriteLine($"| {Callers} callers | against one transaction for each cost | goal |");
        Console.WriteLine("|---|---|---|");
        var allMet = await PrintAsync(rounds, new SqliteSubject());
        if (connectionString is null)
            return allMet;
        allMet &= await PrintAsync(rounds, new PostgreSqlSubject(connectionString, prepares: false));
        return allMet & await PrintAsync(rounds, new PostgreSqlSubject(connectionString, prepares: true));
    }

    private static async Task<bool> PrintAsync(int rounds, LedgerSubject subject)
    {
        using (subject)
        {
            subject.Prepare();
            await using var ledger = await subject.OpenLedgerAsync();
            var budget = await ledger.OpenBudgetAsync(new BudgetOptions { Name = "team", Limit = 1_000_000_000m });
            var (flushing, slices) = (new List<double>(), new List<double>());
            for (var round = 0; round <= rounds; round++)
            {
                var alone = OnThreads(() => subject.Spend(Cost));
                var flushed = await OnTasksAsync(() => FlushAsync(ledger, budget));
                var held = OnThreads(() => Spend(budget));
                await ledger.FlushAsync();
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{subject.Name}, each second: {alone:N0} transactions, {flushed:N0} flushed, {held:N0} by slices"));
                if (round == 0)
                    continue; // Code is still being compiled, and connections are made.
                flushing.Add(flushed / alone);
                slices.Add(held / alone);
            }

            return Print(subject.Name + ", each cost flushed", flushing, subject.GoalOfFlushing) & Print(subject.Name + ", slices", slices, GoalOfSlices);
        }
    }

    private static bool Print(string what, List<double> ratios, double goal)
    {
        ratios.Sort();
        var ratio = ratios[ratios.Count / 2];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {ratio:N1} × | ≥ {goal:N0} ×{(ratio >= goal ? "" : ", missed")} |"));
        return ratio >= goal;
    }

    private static async Task<bool> FlushAsync(BudgetLedger ledger, BudgetEnforcer budget)
    {
        using (var reservation = await budget.ReserveAsync(Cost))
            reservation.Commit(Cost);
        await ledger.FlushAsync();
        return true;
    }

    private static bool Spend(BudgetEnforcer budget)
    {
        if (!budget.TryReserve(Cost, out var reservation))
            return false;
        using (reservation)
            reservation.Commit(Cost);
        return true;
    }

    /// <returns>How many have succeeded in a second.</returns>
    private static double OnThreads(Func<bool> spend)
    {
        var (total, start) = (0L, TimeProvider.System.GetTimestamp());
        var threads = Enumerable.Range(0, Callers).Select(_ => new Thread(() =>
        {
            var spent = 0L;
            while (TimeProvider.System.GetElapsedTime(start) < Length)
                spent += spend() ? 1 : 0;
            Interlocked.Add(ref total, spent);
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        return total / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double> OnTasksAsync(Func<Task<bool>> spend)
    {
        var start = TimeProvider.System.GetTimestamp();
        var spent = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            var own = 0L;
            while (TimeProvider.System.GetElapsedTime(start) < Length)
                own += await spend() ? 1 : 0;
            return own;
        }));
        return spent.Sum() / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
