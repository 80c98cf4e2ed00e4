using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The pages for people; everything works without script.</summary>
internal sealed class PageEndpoints(BudgetsPage page)
{
    internal const string ContentPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    internal Task ShowAllAsync(HttpContext context) => AnswerAsync(context, "", async basePath =>
    {
        await page.Model.ReadNodesAsync(afresh: false, context.RequestAborted).WaitAsync(TimeSpan.FromSeconds(2), page.Model.Clock, context.RequestAborted).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
        return PageHtml.All(page.Model.Read(), page.Options.Title, basePath, DoneText(context));
    });

    internal Task ShowOneAsync(HttpContext context) => AnswerAsync(context, "/budget", async basePath =>
    {
        var view = page.Model.Read(BudgetRef.Of(context.Request.Query)) ?? throw JsonEndpoints.NoBudget();
        return BudgetHtml.One(view, page.Options.Title, basePath, await page.Guard.MayCommandAsync(context).ConfigureAwait(false));
    });

    /// <summary>Asks before a command: it shows what there is, what there will be, and has the form with the key and the tokens.</summary>
    internal Task ConfirmAsync(HttpContext context) => AnswerAsync(context, "/confirm", async basePath =>
    {
        if (!await page.Guard.MayCommandAsync(context).ConfigureAwait(false))
            throw new CommandFault(403, "You may not do this", "Commands need a right that you do not have.");
        var query = context.Request.Query;
        var kind = query["command"].ToString();
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        var fields = HtmlText.Of(
            $"{BudgetHtml.Hidden("command", kind)}{BudgetHtml.Hidden("commandKey", Guid.NewGuid().ToString("N"))}{BudgetHtml.Hidden(tokens.FormFieldName, tokens.RequestToken!)}");
        if (kind == BudgetCommand.Settle)
            return await ConfirmSettlingAsync(context, basePath, fields).ConfigureAwait(false);

        var view = page.Model.Read(BudgetRef.Of(context.Request.Query)) ?? throw JsonEndpoints.NoBudget();
        return ConfirmChange(view, kind, query["amount"].ToString(), basePath, fields);
    });

    /// <summary>Carries out the command of a form, and shows the budgets again.</summary>
    internal Task CarryOutAsync(HttpContext context) => AnswerAsync(context, "/do", async basePath =>
    {
        if (!context.Request.HasFormContentType)
            throw new CommandFault(415, "The form cannot be read", "Send the form of the page.");
        await page.Guard.CheckAsync(context).ConfigureAwait(false);
        var form = await context.Request.ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var kind = form["command"].ToString();
        if (kind is not (BudgetCommand.TopUp or BudgetCommand.SetLimit or BudgetCommand.Reset or BudgetCommand.Settle))
            throw new CommandFault(400, "There is no such command", "Use the forms of the page.");
        var which = BudgetRef.Of(form);
        var command = BudgetCommand.Of(kind, new CommandJson
        {
            CommandKey = form["commandKey"],
            Registry = which.Registry,
            Budget = which.Key,
            By = kind == BudgetCommand.TopUp ? AmountOf(form["amount"].ToString()) : null,
            Limit = kind == BudgetCommand.SetLimit ? AmountOf(form["amount"].ToString()) : null,
            Node = Guid.TryParse(form["node"], out var node) ? node : null,
            Settlement = form["settlement"].ToString() switch { "Charge" => Settlement.Charge, "Release" => Settlement.Release, _ => null },
        });
        await page.Commands.RunAsync(command, BudgetsPage.UserOf(context)).ConfigureAwait(false);
        context.Response.Redirect($"{basePath}/?done={kind}");
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        return null;
    });

    private HtmlText ConfirmChange(BudgetView view, string kind, string amountText, string basePath, HtmlText fields)
    {
        var (report, label) = (view.Report, view.Ref.Label);
        var back = $"{basePath}/budget{view.Ref.Query}";
        fields = HtmlText.Of($"{fields}{BudgetHtml.Which(view.Ref)}");
        if (kind == BudgetCommand.Reset)
        {
            return BudgetHtml.Confirm(
                page.Options.Title, basePath, HtmlText.Of($"Reset what <bdi>{label}</bdi> has spent?"), $"{Amounts.Text(report.Spent, report.Currency)} are spent. After it nothing is, and the limit stays {Amounts.Text(report.Limit, report.Currency)}.",
                "Reset it", fields, back);
        }

        if (kind is not (BudgetCommand.TopUp or BudgetCommand.SetLimit))
            throw new CommandFault(400, "There is no such command", "Use the forms of the page.");
        var amount = AmountOf(amountText);
        if (amount < 0m || (amount == 0m && kind == BudgetCommand.TopUp))
            throw new CommandFault(400, "This is no amount for it", kind == BudgetCommand.TopUp ? "A top-up is above 0; to lower a limit, set it." : "A limit is 0 or more.");
        if (kind == BudgetCommand.TopUp && report.Limit > decimal.MaxValue - amount)
            throw new CommandFault(400, "This is no amount for it", "The limit would be larger than any amount.");
        var next = kind == BudgetCommand.TopUp ? report.Limit + amount : amount;
        return BudgetHtml.Confirm(
            page.Options.Title, basePath,
            kind == BudgetCommand.TopUp
                ? HtmlText.Of($"Top up <bdi>{label}</bdi> by {Amounts.Text(amount, report.Currency)}?")
                : HtmlText.Of($"Set the limit of <bdi>{label}</bdi> to {Amounts.Text(amount, report.Currency)}?"),
            $"Its limit is {Amounts.Text(report.Limit, report.Currency)} and becomes {Amounts.Text(next, report.Currency)}; {Amounts.Text(report.Spent, report.Currency)} are spent.",
            kind == BudgetCommand.TopUp ? "Top up" : "Set the limit",
            HtmlText.Of($"{fields}{BudgetHtml.Hidden("amount", amount.ToString(CultureInfo.InvariantCulture))}"), back);
    }

    private async Task<HtmlText> ConfirmSettlingAsync(HttpContext context, string basePath, HtmlText fields)
    {
        var nodes = await page.Model.ReadNodesAsync(afresh: true, context.RequestAborted).ConfigureAwait(false)
            ?? throw new CommandFault(503, "The ledger does not answer", "Try again later.");
        var node = Guid.TryParse(context.Request.Query["node"], out var id) ? nodes.FirstOrDefault(each => each.Id == id) : null;
        if (node is null)
            throw new CommandFault(404, "There is no such node", "The ledger has no such node, or has forgotten it.");
        var held = string.Join(", ", node.Holdings.Select(holding => $"{Amounts.Text(holding.Held, holding.Currency)} of {SafeText.Of(holding.BudgetName)}"));
        return BudgetHtml.Confirm(
            page.Options.Title, basePath, HtmlText.Of($"Settle <bdi>{SafeText.Of(node.Name)}</bdi>?"),
            $"It holds {(held.Length == 0 ? "nothing" : held)} and was last seen at {Amounts.Instant(node.LastSeenAt, page.Model.Clock.GetUtcNow())}. Settle only a node that has ended: one that comes back reports the truth.",
            "Settle it",
            HtmlText.Of($"""{fields}{BudgetHtml.Hidden("node", node.Id.ToString())}<fieldset><legend>What it held</legend><label><input type="radio" name="settlement" value="Charge" checked> counts as spent</label><label><input type="radio" name="settlement" value="Release"> was not spent</label></fieldset>"""),
            basePath + "/");
    }

    // Group separators are refused: 1,000 may mean one.
    private static decimal AmountOf(string text) =>
        ExactAmount.TryRead(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, out var amount)
            ? amount
            : throw new CommandFault(400, "This is no amount", $"{SafeText.Quote(text)} cannot be read. Write it as 1250.50, with a point and without separators.");

    // Each command has a text of our own, so that an address that an attacker makes cannot put words into the page.
    private static string? DoneText(HttpContext context) => context.Request.Query["done"].ToString() switch
    {
        BudgetCommand.TopUp => "The budget was topped up.",
        BudgetCommand.SetLimit => "The limit was set.",
        BudgetCommand.Reset => "The budget was reset.",
        BudgetCommand.Settle => "The node was settled.",
        _ => null,
    };

    private async Task AnswerAsync(HttpContext context, string suffix, Func<string, Task<HtmlText?>> answer)
    {
        var basePath = BasePathOf(context, suffix);
        HtmlText? html;
        try
        {
            html = await answer(basePath).ConfigureAwait(false);
            if (html is null)
                return;
        }
        catch (Exception failure) when (CommandFault.In(failure) is { } fault)
        {
            page.Tell(fault, context);
            context.Response.StatusCode = fault.Status;
            html = BudgetHtml.Fault(page.Options.Title, basePath, fault);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var headers = context.Response.Headers;
        context.Response.ContentType = "text/html; charset=utf-8";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html.Value.ToString()), context.RequestAborted).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext context, string suffix, Func<string, Task<HtmlText>> answer) =>
        AnswerAsync(context, suffix, async basePath => (HtmlText?)await answer(basePath).ConfigureAwait(false));

    /// <summary>Where the page is, with the groups and the path base around it: the path of the request without what this endpoint adds.</summary>
    private static string BasePathOf(HttpContext context, string suffix)
    {
        var path = (context.Request.PathBase + context.Request.Path).ToUriComponent().TrimEnd('/');
        return suffix.Length > 0 && path.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) ? path[..^suffix.Length] : path;
    }
}
