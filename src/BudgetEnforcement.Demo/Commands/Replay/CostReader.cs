using System.Globalization;
using System.Numerics;
using BudgetEnforcement.Demo.Numbers;

namespace BudgetEnforcement.Demo.Commands.Replay;

/// <summary>Reads the costs of a file to the last digit, or says which field stands in the way.</summary>
internal sealed class CostReader
{
    private readonly CsvTable _table;
    private readonly int _costColumn;
    private readonly (int Column, decimal Price)[] _tokens;

    private CostReader(CsvTable table, CostColumns columns)
    {
        _table = table;
        _costColumn = columns.Cost is null ? -1 : table.ColumnOf(columns.Cost);
        _tokens = [.. columns.Tokens.Select(tokens => (table.ColumnOf(tokens.Name), tokens.PricePerMillion))];
    }

    /// <summary>Reads the whole file, so that a bad row far down is known before anything is replayed.</summary>
    internal static CostTrace Read(ReplayOptions options, CancellationToken cancellationToken)
    {
        using var table = CsvTable.Open(options.File, options.Delimiter);
        if (options.Columns.IsEmpty)
        {
            throw new InputException(
                "Which column is the cost? Name it with --cost-column, or count tokens with --input-tokens-column and " +
                $"--output-tokens-column. {table.DescribeColumns()}");
        }

        var reader = new CostReader(table, options.Columns);
        return options.GroupBy is null ? reader.ReadRows(cancellationToken) : reader.ReadGroups(options.GroupBy, cancellationToken);
    }

    private CostTrace ReadRows(CancellationToken cancellationToken)
    {
        var costs = new List<RecordedCost>();
        var blank = 0;
        while (_table.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadCost() is not { } units)
                blank++;
            else if (ExactDecimal.TryFromUnits(units, out var cost))
                costs.Add(new RecordedCost(costs.Count + 1, _table.Line, cost));
            else
                throw _table.Error("the cost has more digits than can be recorded exactly.");
        }

        return new CostTrace(costs, blank);
    }

    private CostTrace ReadGroups(string groupBy, CancellationToken cancellationToken)
    {
        var groupColumn = _table.ColumnOf(groupBy);
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        var groups = new List<(string Name, long Line, BigInteger Units)>();
        var blank = 0;
        while (_table.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ReadCost() is not { } units)
            {
                blank++;
                continue;
            }

            var name = _table.Field(groupColumn);
            if (name.Contains('\uFFFD', StringComparison.Ordinal))
                throw _table.Error(groupColumn, "is not UTF-8 text.");
            if (indexes.TryAdd(name, groups.Count))
                groups.Add((name, _table.Line, units));
            else
                groups[indexes[name]] = groups[indexes[name]] with { Units = groups[indexes[name]].Units + units };
        }

        var costs = new List<RecordedCost>(groups.Count);
        foreach (var (name, line, units) in groups)
        {
            if (!ExactDecimal.TryFromUnits(units, out var cost))
                throw new InputException($"The sum of the costs with {groupBy} '{name}' has more digits than can be recorded exactly.");
            costs.Add(new RecordedCost(costs.Count + 1, line, cost));
        }

        return new CostTrace(costs, blank);
    }

    /// <summary>The cost of the current row in units of 10⁻²⁸; null where it names none.</summary>
    private BigInteger? ReadCost() => _costColumn >= 0 ? ReadAmount() : ReadTokens();

    private BigInteger? ReadAmount()
    {
        var text = _table.Field(_costColumn);
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var problem = ExactDecimal.Parse(text, out var cost) switch
        {
            ParseOutcome.NotANumber => "is not a number.",
            ParseOutcome.NotExact => "has more digits than can be recorded exactly.",
            _ when cost < 0m => "is negative: a cost is not.",
            _ => null,
        };
        return problem is null ? ExactDecimal.ToUnits(cost) : throw _table.Error(_costColumn, problem);
    }

    private BigInteger? ReadTokens()
    {
        if (Array.TrueForAll(_tokens, tokens => string.IsNullOrWhiteSpace(_table.Field(tokens.Column))))
            return null;

        var sum = BigInteger.Zero;
        foreach (var (column, price) in _tokens)
        {
            if (!BigInteger.TryParse(_table.Field(column).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw _table.Error(column, "is not a number of tokens.");
            if (!ExactDecimal.TryPricePerMillion(count, price, out var units))
                throw _table.Error(column, "tokens at that price cost an amount with more digits than can be recorded exactly.");
            sum += units;
        }

        return sum;
    }
}
