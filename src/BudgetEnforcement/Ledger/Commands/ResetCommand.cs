namespace BudgetEnforcement;

/// <summary>Ends the term of a shared budget by hand; the same command counts once.</summary>
/// <param name="budgetName">The budget.</param>
/// <param name="commandId">Identifies the command when it is repeated.</param>
/// <param name="nodeId">The node that it comes from, null where it comes from none.</param>
/// <param name="userKey">A key of the user's, which takes the place of <paramref name="commandId"/>; null for none.</param>
internal sealed class ResetCommand(string budgetName, Guid commandId, Guid? nodeId = null, string? userKey = null) : LedgerCommand<ResetReply>(new LedgerScope
{
    BudgetNames = [budgetName],
    AllSlices = true,
})
{
    private protected override ResetReply Execute(LedgerBooks books)
    {
        var budget = books.Find(budgetName) ?? throw LedgerFaults.NoBudget(budgetName);
        var key = userKey is null ? LedgerKeys.OfCommand(commandId) : LedgerKeys.OfReset(userKey);
        if (books.Entry(budget.Id, key) is { } done)
            return new ResetReply(budget, books.ClosedTerm(budget, done.Term), IsNew: false);

        books.StartDueTerm(budget.Id);
        var ended = books.Budget(budget.Id).Term;
        books.Put(new LedgerEntryRow
        {
            Id = Guid.NewGuid(),
            BudgetId = budget.Id,
            Key = key,
            Kind = LedgerEntryKind.Reset,
            Term = ended,
            NodeId = nodeId,
            CreatedAt = books.Now,
            ChangedAt = books.Now,
        });
        books.StartTermNow(budget.Id, ended + 1);
        budget = books.Budget(budget.Id);
        return new ResetReply(budget, books.ClosedTerm(budget, ended));
    }
}

/// <summary>A term that was ended.</summary>
/// <param name="Budget">The budget as it stands.</param>
/// <param name="Ended">The term as it ended; what nodes report late still lands in it.</param>
/// <param name="IsNew">Whether it ended now; false where the command had been carried out before.</param>
internal sealed record ResetReply(LedgerBudgetRow Budget, LedgerTermRow Ended, bool IsNew = true);
