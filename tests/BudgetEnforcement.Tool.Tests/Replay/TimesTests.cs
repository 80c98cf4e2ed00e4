using System.Globalization;
using BudgetEnforcement.Tool.Replay;
using BudgetEnforcement.Tool.Replay.Times;
using CsCheck;

namespace BudgetEnforcement.Tool.Tests.Replay;

public sealed class TimesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("2026-03-17", "2026-03-17T00:00:00Z")]
    [InlineData("2026-03-17T14:02:11.402Z", "2026-03-17T14:02:11.402Z")]
    [InlineData("2026-03-17 14:02", "2026-03-17T14:02:00Z")]
    [InlineData("2026-03-17 14:02:11.123456789 UTC", "2026-03-17T14:02:11.1234567Z")]
    [InlineData("2026-03-17T14:02:11+02:00", "2026-03-17T12:02:11Z")]
    [InlineData("2026-03-17T14:02:11-0730", "2026-03-17T21:32:11Z")]
    [InlineData("17.03.2026", "2026-03-17T00:00:00Z")]
    [InlineData("17.3.2026 14:02", "2026-03-17T14:02:00Z")]
    [InlineData("2026/03/17 14:02:11", "2026-03-17T14:02:11Z")]
    [InlineData("20260317", "2026-03-17T00:00:00Z")]
    [InlineData("17 Mar 2026", "2026-03-17T00:00:00Z")]
    [InlineData("March 17, 2026 2:02 PM", "2026-03-17T14:02:00Z")]
    [InlineData("Tue, 17 Mar 2026 14:02:11 GMT", "2026-03-17T14:02:11Z")]
    [InlineData("1773756131", "2026-03-17T14:02:11Z")]
    [InlineData("1773756131402", "2026-03-17T14:02:11.402Z")]
    [InlineData("1773756131.402", "2026-03-17T14:02:11.402Z")]
    [InlineData("1773756131402.5", "2026-03-17T14:02:11.4025Z")]
    [InlineData("1773756131402000", "2026-03-17T14:02:11.402Z")]
    [InlineData("1773756131402000099", "2026-03-17T14:02:11.402Z")]
    [InlineData("17/03/2026", "2026-03-17T00:00:00Z")]
    [InlineData("3/17/26 2:02 PM", "2026-03-17T14:02:00Z")]
    [InlineData("Tuesday, March 17, 2026", "2026-03-17T00:00:00Z")]
    [InlineData("2026-03", "2026-03-01T00:00:00Z")]
    [InlineData("Mar 2026", "2026-03-01T00:00:00Z")]
    public void Time_OfAnyCommonForm_IsRead(string text, string expected)
    {
        new TimeReader(TimeZoneInfo.Utc, [], null, DayOrder.Unknown).Read(text, out var ticks).Should().Be(TimeProblem.None);

        new DateTime(ticks, DateTimeKind.Utc).Should().Be(DateTime.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
    }

    [Theory]
    [InlineData("02/01/2026", (int)TimeProblem.Ambiguous)]
    [InlineData("13/13/2026", (int)TimeProblem.Ambiguous)]
    [InlineData("2026031714", (int)TimeProblem.NotATime)]
    [InlineData("2-1-2026", (int)TimeProblem.Ambiguous)]
    [InlineData("2026-02-30", (int)TimeProblem.NotATime)]
    [InlineData("2026-03-17T25:00", (int)TimeProblem.NotATime)]
    [InlineData("0001-01-01", (int)TimeProblem.NotATime)]
    [InlineData("9999-12-31", (int)TimeProblem.NotATime)]
    [InlineData("yesterday", (int)TimeProblem.NotATime)]
    [InlineData("12", (int)TimeProblem.NotATime)]
    [InlineData("", (int)TimeProblem.NotATime)]
    public void Time_ThatIsNoneOrTwo_IsNotBelieved(string text, int problem) =>
        new TimeReader(TimeZoneInfo.Utc, [], null, DayOrder.Unknown).Read(text, out _).Should().Be((TimeProblem)problem);

    [Theory]
    [InlineData("MM/dd/yyyy", null, "2026-02-01")]
    [InlineData("dd/MM/yyyy", null, "2026-01-02")]
    [InlineData(null, "en-US", "2026-02-01")]
    [InlineData(null, "en-GB", "2026-01-02")]
    public void Time_WithTheDayOrTheMonthFirst_IsWhatIsSaid(string? format, string? culture, string expected)
    {
        var reader = new TimeReader(TimeZoneInfo.Utc, format is null ? [] : [format], culture is null ? null : CultureInfo.GetCultureInfo(culture), DayOrder.Unknown);

        reader.Read("02/01/2026", out var ticks).Should().Be(TimeProblem.None);

        new DateTime(ticks).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture).Should().Be(expected);
    }

    [Fact]
    public void Time_WithoutAnOffset_BelongsToTheZone()
    {
        var berlin = new TimeReader(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"), [], null, DayOrder.Unknown);

        berlin.Read("2026-07-01", out var ticks);

        new DateTime(ticks).Should().Be(new DateTime(2026, 6, 30, 22, 0, 0));
    }

    [Fact]
    public async Task Replay_WithATimeColumn_CountsInTheOrderOfTime()
    {
        var json = (await Replay("when,cost\n2026-03-03,5\n2026-03-01,4\n2026-03-02,3\n", "--time-column", "when")).Json;

        json.GetProperty("firstDeniedLine").GetInt32().Should().Be(2);
        json.GetProperty("firstDeniedRow").GetInt32().Should().Be(3);
        json.GetProperty("answer").GetString().Should().Contain("on 3 March 2026, before");
        json.GetProperty("notes").ToString().Should().Contain("not in the order of time");
    }

    [Theory]
    [InlineData("02/01/2026,1\n13/01/2026,20\n", "2 January 2026")]
    [InlineData("02/01/2026,1\n02/13/2026,20\n", "1 February 2026")]
    public async Task Replay_DatesOfWhichOneTells_AreAllReadAsThatOne(string rows, string first)
    {
        var run = await Replay("when,cost\n" + rows, "--limit", "0.50", "--time-column", "when");

        run.Json.GetProperty("answer").GetString().Should().Contain(first);
    }

    [Fact]
    public async Task Replay_DatesThatContradictEachOther_AreAskedAbout()
    {
        var run = await Replay("when,cost\n02/01/2026,1\n13/01/2026,2\n01/14/2026,2\n", "--time-column", "when");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("--time-format");
    }

    [Theory]
    [InlineData("Date,cost\n2026-03-03,5\n2026-03-02,7\n", "Date")]
    [InlineData("id,created_at,metadata,cost\n1,1772496000,x,5\n2,1772409600,x,7\n", "created_at")]
    [InlineData("start_time,end_time,cost\n2026-03-03,2026-03-04,5\n2026-03-02,2026-03-03,7\n", "start_time")]
    [InlineData("request_created_at,response_created_at,cost\n2026-03-03,2026-03-04,5\n2026-03-02,2026-03-03,7\n", "request_created_at")]
    [InlineData("Rechnungsdatum;cost\n13.03.2026;5\n12.03.2026;7\n", "Rechnungsdatum")]
    [InlineData("day,cost\n13/03/2026,5\n12/03/2026,7\n", "day")]
    public async Task Replay_WithoutATimeColumn_TakesTheOnlyOneThatCanBeIt(string text, string column)
    {
        var run = await Replay(text);
        var asItStands = await Replay(text, "--file-order");

        run.Json.GetProperty("firstDeniedLine").GetInt32().Should().Be(2);
        run.Notes.Should().ContainAll($"the times are taken from '{column}'", "is newest first");
        asItStands.Json.GetProperty("firstDeniedLine").GetInt32().Should().Be(3);
    }

    [Theory]
    [InlineData("Date,cost\n46054,3\n46053,4\n", true)]
    [InlineData("Date,cost\n03/02/2026,3\n02/02/2026,4\n", true)]
    [InlineData("budget_reset_date,cost\n2026-03-01,3\n", false)]
    [InlineData("time,cost\n12.5,3\n", false)]
    public async Task Replay_OfDaysThatCannotBeRead_TellsThatTheRowsCountAsTheyStand(string text, bool isTold)
    {
        var run = await Replay(text);

        run.ExitCode.Should().Be(0, run.Error);
        run.Notes.Contains("was not read as times", StringComparison.Ordinal).Should().Be(isTold);
        run.Notes.Should().NotContain("the times are taken from");
    }

    [Fact]
    public async Task Replay_WithATotalThatHasNoTime_TakesTheTimesAllTheSame()
    {
        var run = await Replay("Date,what,cost\n2026-03-03,a,5\n2026-03-02,b,7\n,,12\n,Total,12\n", "--skip-totals");

        run.Json.GetProperty("firstDeniedLine").GetInt32().Should().Be(2);
        run.Json.GetProperty("totalRows").GetInt32().Should().Be(2);
    }

    [Theory]
    [InlineData("sale date,buy date,cost\n2026-03-03,2026-03-03,5\n2026-03-02,2026-03-02,3\n", 2, "--time-column \"sale date\"")]
    [InlineData("sale date,buy date,cost\n2026-03-02,2026-03-02,3\n2026-03-03,2026-03-03,5\n", 0, "\"notes\": []")]
    [InlineData("sale date,buy date,cost\n2026-03-03,2026-03-02,5\n2026-03-02,2026-03-02,3\n2026-03-04,2026-03-02,3\n", 0, "not in the order of time")]
    [InlineData("metadata,Date,cost\nx,2026-03-03,5\ny,,3\n", 0, "\"notes\": []")]
    [InlineData("what,Date,cost\nx,2026-03-03,5\ny,,3\nz,2026-03-02,3\n", 2, "--time-column \"Date\"")]
    public async Task Replay_OfTimesThatAreNotClear_NoticesRowsThatAreNewestFirst(string text, int exitCode, string told)
    {
        var run = await Replay(text, "--skip-denied");
        var asItStands = await Replay(text, "--file-order");

        run.ExitCode.Should().Be(exitCode);
        (run.Error + run.Output.Replace("\\u0022", "\"", StringComparison.Ordinal)).Should().Contain(told);
        asItStands.ExitCode.Should().Be(0, asItStands.Error);
    }

    [Fact]
    public async Task Replay_WithAPeriod_BeginsAnewByTheCalendarOfTheZone()
    {
        // The second cost is of 1 March in Berlin.
        const string Text = "when,cost\n2026-02-28T22:00Z,8\n2026-02-28T23:30Z,7\n2026-03-05T00:00Z,4\n2026-04-01T00:00Z,2\n";

        var utc = (await Replay(Text, "--time-column", "when", "--period", "monthly")).Json;
        var berlin = (await Replay(Text, "--time-column", "when", "--period", "monthly", "--time-zone", "Europe/Berlin")).Json;

        utc.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("spent").GetInt32()).Should().Equal(8, 4, 2);
        utc.GetProperty("stoppedPeriods").GetInt32().Should().Be(1);
        berlin.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("spent").GetInt32()).Should().Equal(8, 7, 2);
        berlin.GetProperty("notSpent").GetInt32().Should().Be(4);
        berlin.GetProperty("answer").GetString().Should().Contain("stopped 1 of 3 months, the first on 5 March 2026 at 01:00 (Europe/Berlin)");
    }

    [Theory]
    [InlineData("daily", 3)]
    [InlineData("weekly", 2)]
    [InlineData("monthly", 1)]
    public async Task Replay_WithAPeriod_HasOneForEachOfTheCalendar(string period, int count) =>
        (await Replay("when,cost\n2026-03-01,1\n2026-03-02,1\n2026-03-03,1\n", "--time-column", "when", "--period", period))
            .Json.GetProperty("periodCount").GetInt32().Should().Be(count);

    [Fact]
    public async Task Replay_WithAPeriodAndNoTimes_IsRefused()
    {
        var run = await Replay("what,cost\na,1\n", "--period", "daily");

        run.ExitCode.Should().Be(2);
        run.Error.Should().Contain("--time-column");
    }

    [Fact]
    public void Sorter_AnyRows_AreInTheOrderOfTimeAndThenOfTheFile() => Gen.Int[0, 20].Array[0, 200].Sample(
        times =>
        {
            using var sorter = new RowSorter(runLength: 16);
            for (var i = 0; i < times.Length; i++)
                sorter.Add(new CostRow(i, times[i], i, 0), isNewestFirst: false);

            sorter.Read().Select(row => row.Line).Should().Equal(Enumerable.Range(0, times.Length).OrderBy(i => times[i]).Select(i => (long)i));
        },
        iter: 300);

    private async Task<ToolRun> Replay(string text, params string[] args) =>
        await ToolRun.Of(["replay", _folder.Write("costs.csv", text), .. args.Contains("--limit") ? [] : (string[])["--limit", "10"], "--cost-column", "cost", "--json", .. args]);
}
