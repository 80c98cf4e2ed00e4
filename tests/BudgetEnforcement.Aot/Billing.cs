using System.Net;
using System.Text;
using BudgetEnforcement.Portkey;
using static BudgetEnforcement.Aot.Checks;

namespace BudgetEnforcement.Aot;

/// <summary>Portkey: what was billed, and the headers of calls.</summary>
internal static class Billing
{
    private static readonly DateTimeOffset Noon = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    internal static async Task RunAsync()
    {
        await CostsAsync();
        await ReconcileAsync();
        await CallsAsync();
    }

    private static async Task CostsAsync()
    {
        using var answering = new Answering(request => request.RequestUri!.AbsolutePath.Contains("graphs", StringComparison.Ordinal)
            ? """{"summary":{"total":3887.3066999996863}}"""
            : """{"total":1,"data":[{"metadata_value":"ann","cost":"1234.5"}]}""");
        using var http = new HttpClient(answering);
        var portkey = new PortkeyCostClient(http, new PortkeyCostOptions { ApiKey = "pk" });

        var costs = await portkey.GetAsync(Noon, Noon.AddHours(1));
        Expect("billed", costs is [("ann", 12.345m), (null, 26.528066999996863m)]);
        Expect("total", await portkey.GetTotalAsync(Noon, Noon.AddHours(1)) == 38.873066999996863m);
    }

    private static async Task ReconcileAsync()
    {
        var budget = new BudgetEnforcer(new BudgetOptions { Name = "billed", Limit = 10m });
        var at = TimeProvider.System.GetUtcNow().AddMinutes(-30);
        var reconciler = new CostReconciler(new OneBill(), new CostReconcilerOptions { From = at.AddMinutes(-1), RestateFor = TimeSpan.FromDays(2) });
        budget.AddCost(1m);
        reconciler.Record(budget, "ann", 1m, at);

        var report = await reconciler.ReconcileAsync();

        Expect("reconciled", report.Costs.Any(cost => cost.Outcome == ReconciliationOutcome.Adjusted) && budget.Spent > 1m);
    }

    private static async Task CallsAsync()
    {
        string? metadata = null;
        using var answering = new Answering(
            request =>
            {
                metadata = string.Concat(request.Headers.GetValues("x-portkey-metadata"));
                return """{"message":"Portkey API Key Usage Limit Exceeded"}""";
            },
            HttpStatusCode.PreconditionFailed);
        using var handler = new PortkeyHandler(new PortkeyHandlerOptions { ApiKey = "pk" });
        handler.InnerHandler = answering;
        using var http = new HttpClient(handler);
        try
        {
            using (BudgetScope.Begin(new BudgetEnforcer(1m), "größe"))
                await http.GetAsync(new Uri("https://api.portkey.ai/v1/models"));
            Expect("a limit refuses", false);
        }
        catch (PortkeyLimitException exception)
        {
            Expect("whose limit", exception.Owner == PortkeyLimitOwner.ApiKey && PortkeyLimitException.IsUnbilled(exception) == true);
        }

        Expect("label", metadata == """{"budget_label":"gr\u00F6\u00DFe"}""");
    }

    private sealed class Answering(Func<HttpRequestMessage, string> body, HttpStatusCode status = HttpStatusCode.OK) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body(request), Encoding.UTF8, "application/json") });
    }

    private sealed class OneBill : IBilledCostSource
    {
        public ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
            new([new BilledCost("ann", 1.5m)]);
    }
}
