using System.Text.Json;

namespace BudgetEnforcement.Tool.Tests.Replay;

/// <summary>Real traces, where a folder of them lies beside the repository; the results that they must give were computed apart.</summary>
public sealed class RealTracesTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "data"));

    public static TheoryData<string, string, string> Traces => new()
    {
        {
            "azure_code_gpt4omini_2.50usd", "azure_code_2023.csv",
            "--input-tokens-column ContextTokens --output-tokens-column GeneratedTokens --input-price 0.15 --output-price 0.60"
        },
        { "taubench_user_sim_0.40usd", "taubench_airline_user_cost.csv", "--cost-column user_cost" },
        { "pai_job1_training_steps_integer_units", "pai_minibatch_job_1.csv", "--cost-column batch_time_norm --group-by time" },
    };

    [Theory]
    [MemberData(nameof(Traces))]
    public async Task Replay_RecordOnly_ReachesTheMarksWhereExpected(string name, string file, string columns)
    {
        var expected = Expected(name, "record_only");
        var json = await Replay(name, file, columns, "--record-only");

        Row(json, "warning75Row").Should().Be(Row(expected.GetProperty("ge_75pct"), "row"));
        Row(json, "warning90Row").Should().Be(Row(expected.GetProperty("ge_90pct"), "row"));
        Row(json, "exceededRow").Should().Be(Row(expected.GetProperty("gt_100pct"), "row"));
        Row(json, "rows").Should().Be(Row(expected, "rows"));
        json.GetProperty("spent").GetDecimal().Should().Be(Amount(expected, "total"));
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public async Task Replay_StoppedAtTheFirstDenied_StopsWhereExpected(string name, string file, string columns)
    {
        var expected = Expected(name, "preflight_exact_stop_at_first_deny");
        var json = await Replay(name, file, columns);

        Row(json, "firstDeniedRow").Should().Be(Row(expected, "first_denied_row"));
        Row(json, "allowedRows").Should().Be(Row(expected, "allowed_rows"));
        json.GetProperty("spent").GetDecimal().Should().Be(Amount(expected, "spent_at_abort"));
        json.GetProperty("remaining").GetDecimal().Should().Be(Amount(expected, "remaining_at_abort"));
        Row(json, "warning75Row").Should().Be(Row(expected.GetProperty("thresholds").GetProperty("ge_75pct"), "row"));
        Row(json, "warning90Row").Should().Be(Row(expected.GetProperty("thresholds").GetProperty("ge_90pct"), "row"));
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public async Task Replay_SkipDenied_AdmitsWhatIsExpected(string name, string file, string columns)
    {
        var expected = Expected(name, "preflight_exact_skip_denied");
        var json = await Replay(name, file, columns, "--skip-denied");

        Row(json, "firstDeniedRow").Should().Be(Row(expected, "first_denied_row"));
        Row(json, "allowedRows").Should().Be(Row(expected, "allowed"));
        Row(json, "deniedRows").Should().Be(Row(expected, "denied"));
        json.GetProperty("spent").GetDecimal().Should().Be(Amount(expected, "final_spent"));
        json.GetProperty("remaining").GetDecimal().Should().Be(Amount(expected, "final_remaining"));
    }

    private static JsonElement Expected(string name, string mode) => Trace(name).GetProperty(mode);

    private static JsonElement Trace(string name)
    {
        Assert.SkipUnless(Directory.Exists(Folder), $"There are no traces in {Folder}.");
        return JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "expected.json"))).RootElement.GetProperty(name);
    }

    private static async Task<JsonElement> Replay(string name, string file, string columns, params string[] mode)
    {
        var limit = Trace(name).GetProperty("limit").GetString()!;
        var run = await ToolRun.Of(["replay", Path.Combine(Folder, file), "--json", "--limit", limit, .. columns.Split(' '), .. mode]);
        run.ExitCode.Should().Be(0, run.Error);
        return run.Json;
    }

    private static int Row(JsonElement element, string property) => element.GetProperty(property).GetInt32();

    private static decimal Amount(JsonElement element, string property) =>
        decimal.Parse(element.GetProperty(property).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
