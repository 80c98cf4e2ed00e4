using System.Globalization;
using System.Numerics;
using System.Text.Json;
using CsCheck;

namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>Files of every oddity against a model in whole numbers.</summary>
public sealed class OracleTests : IDisposable
{
    private static readonly string[] Modes = ["", "--skip-denied", "--record-only"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Replay_OfAnyFiles_IsWhatTheModelSaysToTheLastDigit() =>
        await Gen.Select(WrittenFile.Any.Array[1, 2], Gen.Int[0, 60_000], Gen.Int[0, 2], Gen.Int[0, 3]).SampleAsync(
            async (files, cents, mode, times) => await CheckAsync(files, cents, Modes[mode], times), iter: 1_500, threads: 1);

    private async Task CheckAsync(WrittenFile[] files, int cents, string mode, int times)
    {
        var isSorted = times > 0;
        var isMonthly = times == 3;
        var paths = files.Select((file, index) => _folder.Write($"costs-{index}", file.Bytes)).ToList();
        var limit = (cents / 100m).ToString(CultureInfo.InvariantCulture);
        string[] culture = files.Select(file => file.Culture).Distinct().ToList() is [{ } only] ? ["--culture", only] : [];
        if (culture.Length == 0 && Array.Exists(files, file => file.Culture is not null))
            return;

        var run = await ToolRun.Of([
            "replay", .. paths, "--limit", limit, "--cost-column", "Net amount", "--json", .. culture,
            .. mode.Length > 0 ? [mode] : (string[])[],
            .. isSorted ? ["--time-column", "When"] : (string[])["--file-order"],
            .. isMonthly ? ["--period", "monthly"] : (string[])[]]);

        run.ExitCode.Should().Be(0, run.Error);
        var model = new ReplayModel(InOrder(files, isSorted), cents * BigInteger.Pow(10, 26), mode, isMonthly);
        var json = run.Json;
        json.GetProperty("rows").GetInt32().Should().Be(model.Rows);
        json.GetProperty("allowedRows").GetInt32().Should().Be(model.Allowed);
        json.GetProperty("deniedRows").GetInt32().Should().Be(model.Denied);
        Ordinal(json, "firstDeniedRow").Should().Be(model.FirstDenied);
        if (!isMonthly)
            Ordinal(json, "exceededRow").Should().Be(model.Exceeded);
        Units(json, "spent").Should().Be(AsDecimalHasIt(model.Spent));
        Units(json, "total").Should().Be(AsDecimalHasIt(model.Total));
        Units(json, "notSpent").Should().Be(AsDecimalHasIt(model.NotSpent));
        Units(json, "unusedCredit").Should().Be(AsDecimalHasIt(model.UnusedCredit));
    }

    // By time. Rows of one time are in the order of their files; a file that is newest first has that order from its end.
    private static IEnumerable<MeantRow> InOrder(WrittenFile[] files, bool isSorted)
    {
        if (!isSorted)
            return files.SelectMany(file => file.Rows);
        return files.SelectMany(file => IsNewestFirst(file) ? file.Rows.Reverse() : file.Rows).OrderBy(row => row.Hour);
    }

    private static bool IsNewestFirst(WrittenFile file)
    {
        var hours = file.Rows.Where(row => !row.IsBlank).Select(row => row.Hour).ToList();
        var other = hours.FindIndex(hour => hour != hours[0]);
        return other > 0 && hours[other] < hours[0];
    }

    // With as many decimals as fit, rounded up.
    private static BigInteger AsDecimalHasIt(BigInteger units)
    {
        for (var dropped = BigInteger.One; ; dropped *= 10)
        {
            var quotient = BigInteger.DivRem(units, dropped, out var rest);
            if (rest.Sign > 0)
                quotient += 1;
            if (BigInteger.Abs(quotient) <= new BigInteger(decimal.MaxValue))
                return quotient * dropped;
        }
    }

    private static int? Ordinal(JsonElement json, string name) => json.GetProperty(name).ValueKind is JsonValueKind.Null ? null : json.GetProperty(name).GetInt32();

    private static BigInteger Units(JsonElement json, string name)
    {
        var text = json.GetProperty(name).GetRawText();
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : text.Length - point - 1;
        return BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * BigInteger.Pow(10, 28 - decimals);
    }
}
