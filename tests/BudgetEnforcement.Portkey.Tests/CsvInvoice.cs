using System.Globalization;
using CsvHelper;

namespace BudgetEnforcement.Portkey.Tests;

#pragma warning disable CA1812, CA2007 // The page shows what a user writes.
#region CSV
public sealed class CsvInvoice(string path) : IBilledCostSource
{
    public async ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        await using var csv = CsvReader.FromFile(path, new CsvReaderOptions { MalformedData = CsvMalformedDataHandling.Throw });
        await csv.ReadHeaderAsync(cancellationToken);
        var (time, label, cost) = (csv.GetFieldIndex("Time"), csv.GetFieldIndex("Label"), csv.GetFieldIndex("Cost")); // throws where one is missing

        var costs = new List<BilledCost>();
        while (await csv.ReadAsync(cancellationToken))
        {
            var at = DateTimeOffset.Parse(csv.GetString(time), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            var amount = decimal.Parse(csv.GetString(cost), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture); // not "1,5"
            if (at >= from && at < to)
                costs.Add(new BilledCost(csv.GetString(label) is { Length: > 0 } text ? text : null, amount));
        }

        return costs;
    }
}
#endregion
