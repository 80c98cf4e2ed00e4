using System.Numerics;
using BudgetEnforcement.AI;
using BudgetEnforcement.Tool.Replay.Files;
using BudgetEnforcement.Tool.Replay.Numbers;
using BudgetEnforcement.Tool.Replay.Rows;

namespace BudgetEnforcement.Tool.Replay.Tokens;

/// <summary>Computes the cost of the tokens of a row: at prices that were given, or at those of the book.</summary>
internal sealed class TokenCosts
{
    private const int Million = 6;
    private const long MostInCount = 1_000_000_000;

    private readonly CostTable _table;
    private readonly TokenColumns _columns;
    private readonly int _model;
    private readonly int _requests;
    private readonly NumberReader _numbers;
    private readonly int _scale;
    private readonly BigInteger _input;
    private readonly BigInteger _output;
    private readonly BigInteger _cached;
    private readonly BigInteger _cacheWrite;
    private readonly BigInteger _reasoning;

    internal TokenCosts(CostTable table, string file, TableLayout layout, TokenColumns columns, NumberReader numbers)
    {
        (_table, _columns, _numbers) = (table, columns, numbers);
        _model = columns.Model is null ? -1 : layout.IndexOf(file, columns.Model);
        _requests = columns.Requests is null ? -1 : layout.IndexOf(file, columns.Requests);
        if (_model >= 0)
            return;

        TokenColumn?[] all = [columns.Input, columns.Output, columns.Cached, columns.CacheWrite, columns.Reasoning];
        _scale = all.Max(column => column?.PricePerMillion?.Scale ?? 0);
        (_input, _output, _cached) = (PriceOf(columns.Input), PriceOf(columns.Output), PriceOf(columns.Cached));
        (_cacheWrite, _reasoning) = (PriceOf(columns.CacheWrite), PriceOf(columns.Reasoning));

        BigInteger PriceOf(TokenColumn? column) =>
            ExactDecimal.ToUnits(column?.PricePerMillion ?? 0m) / ExactNumber.Power(28 - _scale);
    }

    /// <summary>The cost of the current row, exact or rounded up.</summary>
    /// <param name="counts">Its tokens.</param>
    /// <param name="at">When the call was made; null where that is not known.</param>
    internal Amount CostOf(in TokenCounts counts, DateTimeOffset? at) => _model >= 0 ? BookCost(counts, at) : OwnCost(counts);

    private Amount OwnCost(in TokenCounts counts)
    {
        var cost = ((counts.Input - counts.Cached - counts.CacheWrite) * _input) + (counts.Cached * _cached) + (counts.CacheWrite * _cacheWrite)
            + ((counts.Output - counts.Reasoning) * _output) + (counts.Reasoning * _reasoning);
        var scale = _scale + Million;
        if (scale <= 28 && cost.GetBitLength() <= 96)
            return new Amount(ExactNumber.Make(cost, scale), IsRounded: false, Currency: null);
        return ExactNumber.TryDivide(cost, ExactNumber.Power(scale), out var value, out var isRounded)
            ? new Amount(value, isRounded, Currency: null)
            : throw new BadRowException(_table.Error("its tokens cost more than can be recorded."));
    }

    private Amount BookCost(in TokenCounts counts, DateTimeOffset? at)
    {
        var book = _columns.Book ?? PriceBook.Embedded;
        var name = _table.Field(_model).Trim();
        if (!TryFind(book, name, out var price))
        {
            throw new BadRowException(_table.Error(
                _model, _columns.Provider is null ? "has no price: --provider says whose model it is." : $"has no price in the book of {_columns.Provider}."));
        }

        var requests = Requests();
        if (requests > 1 && price.Rows.Any(row => row.AboveInputTokens is not null) && price.Rows.Max(row => row.AboveInputTokens) < (long)BigInteger.Min(counts.Input, long.MaxValue))
            throw new BadRowException(_table.Error(_model, $"costs more where a call is large, and this row is the sum of {requests} calls of sizes that nobody knows."));

        var usage = new AIUsage
        {
            InputTokens = Count(counts.Input),
            CachedInputTokens = Count(counts.Cached),
            CacheWriteTokens = Count(counts.CacheWrite),
            OutputTokens = Count(counts.Output),
            ReasoningTokens = Count(counts.Reasoning),
            Requests = requests,
        };
        var noon = new DateTimeOffset(book.AsOf.ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        return price.Cost(usage, at ?? noon) is { } cost
            ? new Amount(cost, IsRounded: false, Currency: "USD")
            : throw new BadRowException(_table.Error(_model, "has a price, but none for what this row counts."));
    }

    // The name may say whose model it is: anthropic/claude-sonnet-4.5.
    private bool TryFind(PriceBook book, string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out ModelPrice? price)
    {
        price = null;
        if (name.Length == 0)
            return false;
        if (_columns.Provider is { } provider)
            return book.TryFind(null, provider, name, out price);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && book.TryFind(null, name[..slash], name[(slash + 1)..], out price);
    }

    private long? Requests()
    {
        if (_requests < 0 || _table.IsBlank(_requests))
            return null;
        return _numbers.ReadCount(_table.Field(_requests), out var count) is NumberProblem.None && count <= MostInCount
            ? (long)count
            : throw new BadRowException(_table.Error(_requests, "is not a number of calls."));
    }

    private long Count(BigInteger count) =>
        count <= MostInCount ? (long)count : throw new BadRowException(_table.Error($"{count} tokens in one row are more than the price book reckons with."));
}
