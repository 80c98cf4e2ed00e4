using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The budgets as JSON, and commands as JSON.</summary>
internal sealed class JsonEndpoints(BudgetsPage page)
{
    private const int LargestBody = 16 * 1024;
    private const int MostInAList = 500;
    private const int UsualInAList = 100;

    /// <summary>The budgets of the container, or with <c>registry</c> those of a registry, in parts.</summary>
    internal Task ListAsync(HttpContext context) => AnswerAsync(context, () =>
    {
        var offset = WholeNumber(context, "offset", 0, 0, int.MaxValue - MostInAList);
        var limit = WholeNumber(context, "limit", UsualInAList, 1, MostInAList);
        var registry = context.Request.Query["registry"].ToString();
        var (views, count) = registry.Length == 0 ? OfContainer(offset, limit) : OfRegistry(registry, offset, limit);
        return WriteAsync(context, StatusCodes.Status200OK, BudgetsJson.Default.BudgetListJson, new BudgetListJson
        {
            At = page.Model.Clock.GetUtcNow(),
            Count = count,
            Budgets = [.. views.Select(view => BudgetJson.Of(view))],
            Next = offset + views.Count < count && views.Count > 0 ? offset + views.Count : null,
            Registries = registry.Length == 0 ? [.. page.Model.Registries.Select(each => each.Template)] : null,
        });
    });

    /// <summary>One budget, with its last hour.</summary>
    internal Task OneAsync(HttpContext context) => AnswerAsync(context, () =>
    {
        var view = page.Model.Read(BudgetRef.Of(context.Request.Query)) ?? throw NoBudget();
        return WriteAsync(context, StatusCodes.Status200OK, BudgetsJson.Default.BudgetJson, BudgetJson.Of(view, withHistory: true));
    });

    /// <summary>The nodes of the ledger, or with <c>inDoubt=true</c> those in doubt.</summary>
    internal Task NodesAsync(HttpContext context) => AnswerAsync(context, async () =>
    {
        var ledger = page.Model.Ledger ?? throw new CommandFault(404, "There is no ledger", "The application has no ledger, so there are no nodes.");
        var nodes = await page.Model.ReadNodesAsync(afresh: false, context.RequestAborted).ConfigureAwait(false)
            ?? throw new CommandFault(503, "The ledger does not answer", "The store of the ledger is away; ask again later.");
        var inDoubt = context.Request.Query["inDoubt"] == "true";
        await WriteAsync(context, StatusCodes.Status200OK, BudgetsJson.Default.NodeListJson, new NodeListJson
        {
            State = ledger.State,
            Nodes = [.. nodes.Where(node => !inDoubt || node.Status == LedgerNodeStatus.InDoubt).Select(NodeJson.Of)],
        }).ConfigureAwait(false);
    });

    internal Task CommandAsync(string kind, HttpContext context) => AnswerAsync(context, async () =>
    {
        await page.Guard.CheckAsync(context).ConfigureAwait(false);
        var command = BudgetCommand.Of(kind, await ReadBodyAsync(context).ConfigureAwait(false));
        var (result, isRepeat) = await page.Commands.RunAsync(command, BudgetsPage.UserOf(context)).ConfigureAwait(false);
        if (isRepeat)
            context.Response.Headers["Idempotent-Replayed"] = "true";
        await WriteAsync(context, StatusCodes.Status200OK, BudgetsJson.Default.CommandResultJson, result).ConfigureAwait(false);
    });

    internal static CommandFault NoBudget() => new(404, "There is no such budget", "There is no budget of this key, or it was removed.");

    private static async Task WriteAsync<T>(HttpContext context, int status, JsonTypeInfo<T> type, T value, string contentType = "application/json; charset=utf-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<CommandJson> ReadBodyAsync(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new CommandFault(415, "The body must be JSON", "Send the command as application/json.");
        var buffer = new byte[LargestBody + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted).ConfigureAwait(false);
        if (length > LargestBody)
            throw new CommandFault(413, "The body is too large", $"A command has at most {LargestBody} bytes.");
        try
        {
            return JsonSerializer.Deserialize(buffer.AsSpan(0, length), BudgetsJson.Default.CommandJson) ?? throw NotJson("It is null.");
        }
        catch (JsonException exception)
        {
            throw NotJson(SafeText.Of(exception.Message));
        }
    }

    private static CommandFault NotJson(string detail) => new(400, "The body cannot be read", $"The body is no command: {detail}");

    private static int WholeNumber(HttpContext context, string name, int usual, int least, int most)
    {
        var text = context.Request.Query[name].ToString();
        if (text.Length == 0)
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : throw new CommandFault(400, "The request cannot be read", string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}."));
    }

    private (List<BudgetView> Views, int Count) OfContainer(int offset, int limit)
    {
        var all = page.Model.Read().Budgets;
        return ([.. all.Skip(offset).Take(limit)], all.Count);
    }

    private (List<BudgetView> Views, int Count) OfRegistry(string template, int offset, int limit)
    {
        var registry = page.Model.Registries.FirstOrDefault(each => each.Template == template)
            ?? throw new CommandFault(404, "There is no such registry", "There is no registry of this template.");
        var now = page.Model.Clock.GetUtcNow();
        var all = registry.Budgets.OrderBy(budget => budget.Key, StringComparer.Ordinal).ToList();
        return ([.. all.Skip(offset).Take(limit).Select(budget => BudgetView.Read(new(template, budget.Key), budget.Value, now))], all.Count);
    }

    // Every fault is an answer with its status and a sentence; nothing is logged as an error for it.
    private async Task AnswerAsync(HttpContext context, Func<Task> answer)
    {
        try
        {
            await answer().ConfigureAwait(false);
        }
        catch (Exception failure) when (CommandFault.In(failure) is { } fault)
        {
            page.Tell(fault, context);
            if (fault.IsTransient)
                context.Response.Headers.RetryAfter = "5";
            await WriteAsync(context, fault.Status, BudgetsJson.Default.ProblemJson, new ProblemJson { Title = fault.Title, Status = fault.Status, Detail = fault.Message }, "application/problem+json").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone; a command that has begun is carried out all the same.
        }
    }
}
