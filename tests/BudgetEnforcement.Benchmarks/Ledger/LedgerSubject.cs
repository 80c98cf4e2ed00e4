using System.Data.Common;

namespace BudgetEnforcement.Benchmarks;

/// <summary>A database, as the compared programs see it.</summary>
internal abstract class LedgerSubject : IDisposable
{
    internal abstract string Name { get; }

    /// <summary>The goal: how many times as fast callers that flush each cost must be as callers that spend each cost in one transaction.</summary>
    internal abstract double GoalOfFlushing { get; }

    /// <summary>Makes the row that callers without a ledger spend from.</summary>
    internal abstract void Prepare();

    /// <summary>Spends from it in a transaction of its own, where that fits.</summary>
    internal abstract bool Spend(decimal cost);

    internal abstract Task<BudgetLedger> OpenLedgerAsync();

    public abstract void Dispose();

    /// <summary>Eight lines that many programs have: the limit is in the condition, so no two callers can pass it together.</summary>
    private protected static bool Spend(DbConnection connection, string cost)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A number of this program's own.
        command.CommandText = $"update naive set spent = spent + {cost} where id = 1 and spent + {cost} <= most";
#pragma warning restore CA2100
        return command.ExecuteNonQuery() == 1;
    }

    private protected static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A constant.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
