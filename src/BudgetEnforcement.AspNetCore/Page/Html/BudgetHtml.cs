namespace BudgetEnforcement.AspNetCore;

/// <summary>The page of one budget, and the page that asks before something is changed.</summary>
internal static class BudgetHtml
{
    internal static HtmlText One(BudgetView view, string title, string basePath, bool mayCommand) => PageHtml.Document(
        $"{view.Ref.Label} – {title}", basePath, live: true, HtmlText.Of(
            $"""
            <header class="top"><p class="back"><a href="{basePath}/">← {title}</a></p><p id="clock">{PageHtml.Clock(view.ReadAt)}</p><p id="live" hidden></p></header>
            <p id="said" class="unseen" role="status"></p>
            <main class="one" data-events="{basePath}/events{view.Ref.Query}"><h1><bdi>{view.Ref.Label}</bdi> <span id="chip">{Chip(view)}</span></h1>
            <section id="sum" class="sum" aria-label="Money">{Sum(view)}</section>
            <section id="hour" class="hour" aria-label="Last hour">{Hour(view)}</section>
            <section id="numbers" aria-label="Numbers">{Numbers(view, basePath)}</section>
            {(mayCommand ? Forms(view, basePath) : HtmlText.Empty)}</main>
            """));

    /// <summary>The live parts of the page of one budget.</summary>
    internal static LiveParts Parts(BudgetView view) => new(string.Empty, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["clock"] = PageHtml.Clock(view.ReadAt).ToString(),
        ["chip"] = Chip(view).ToString(),
        ["sum"] = Sum(view).ToString(),
        ["hour"] = Hour(view).ToString(),
        ["numbers"] = Numbers(view, LiveParts.BasePath).ToString(),
    });

    private static HtmlText Chip(BudgetView view) => HtmlText.Of($"{BudgetRow.Chip(view.Report)} {BudgetRow.Flags(view)}");

    private static HtmlText Sum(BudgetView view)
    {
        var report = view.Report;
        return HtmlText.Of(
            $"""
            <p class="big" data-status="{view.Ref.Label}: {BudgetRow.Word(report.Status)}"><b>{Amounts.Text(report.Spent, report.Currency)}</b> of {Amounts.Text(report.Limit, report.Currency)} spent · {Amounts.Percent(report.UtilizationPercentage)}</p>{Bar.Of(view)}<p>{BudgetRow.Pace(view)}</p>
            """);
    }

    private static HtmlText Hour(BudgetView view)
    {
        var line = Bar.Line(view, 720, 160);
        return line.ToString().Length == 0
            ? HtmlText.Of($"""<h2>Spent in the last hour</h2><p class="note">{(view.Ref.Registry is null ? "The last hour is not known yet." : "The last hour is not kept for budgets of a registry.")}</p>""")
            : HtmlText.Of($"""<h2>Spent in the last hour: {Bar.SpentInLine(view)}</h2>{line}<p class="axis"><span>an hour ago</span><span>now</span></p>""");
    }

    /// <summary>Asks before a command is carried out, with the form of the command.</summary>
    internal static HtmlText Confirm(string title, string basePath, HtmlText question, string consequence, string button, HtmlText hiddenFields, string backPath) => PageHtml.Document(
        $"Confirm – {title}", basePath, live: false, HtmlText.Of(
            $"""
            <header class="top"><p class="back"><a href="{basePath}/">← {title}</a></p></header>
            <main class="one confirm"><h1>{question}</h1><p>{consequence}</p>
            <form method="post" action="{basePath}/do">{hiddenFields}<button class="button main" type="submit">{button}</button> <a class="button" href="{backPath}">Cancel</a></form></main>
            """));

    internal static HtmlText Fault(string title, string basePath, CommandFault fault) => PageHtml.Document(
        $"{fault.Title} – {title}", basePath, live: false, HtmlText.Of(
            $"""
            <header class="top"><p class="back"><a href="{basePath}/">← {title}</a></p></header>
            <main class="one"><h1>{fault.Title}</h1><p role="alert">{fault.Message}</p><p><a class="button" href="{basePath}/">Back to all budgets</a></p></main>
            """));

    internal static HtmlText Hidden(string name, string value) => HtmlText.Of($"""<input type="hidden" name="{name}" value="{value}">""");

    /// <summary>The field that says which budget is meant.</summary>
    internal static HtmlText Which(BudgetRef which) => Hidden(BudgetRef.FieldName, which.Field);

    private static HtmlText Forms(BudgetView view, string basePath)
    {
        var which = Which(view.Ref);
        var currency = SafeText.Of(view.Report.Currency);
        return HtmlText.Of(
            $"""
            <section class="commands" aria-label="Change it"><h2>Change it</h2>
            <form action="{basePath}/confirm">{Hidden("command", BudgetCommand.TopUp)}{which}<label>Top up by, in {currency} <input name="amount" inputmode="decimal" required autocomplete="off"></label><button class="button main">Top up…</button></form>
            <form action="{basePath}/confirm">{Hidden("command", BudgetCommand.SetLimit)}{which}<label>New limit, in {currency} <input name="amount" inputmode="decimal" required autocomplete="off"></label><button class="button">Set limit…</button></form>
            <form action="{basePath}/confirm">{Hidden("command", BudgetCommand.Reset)}{which}<button class="button">Reset what is spent…</button></form></section>
            """);
    }

    private static HtmlText Numbers(BudgetView view, string basePath)
    {
        var report = view.Report;
        List<(string Name, HtmlText Value)> numbers =
        [
            ("Available", Text(Amounts.Text(report.Available, report.Currency))),
            ("Reserved", HtmlText.Of($"{Amounts.Text(report.Reserved, report.Currency)} in {report.OpenReservations:N0} {(report.OpenReservations == 1 ? "reservation" : "reservations")}")),
            ("Waiting", Text(BudgetRow.Count(view.Waiters, "request", "requests"))),
            ("Above estimates", Text(Amounts.Text(report.Overage, report.Currency))),
        ];
        if (view.ParentKey is { } parent)
            numbers.Insert(0, ("Under", LinkTo(new BudgetRef(null, parent), basePath)));
        if (report.PathStatus != report.Status)
            numbers.Add(("Above it", Text(BudgetRow.Word(report.PathStatus))));
        if (view.OnLedger)
        {
            numbers.Add(("Spent by this process", Text(report.OwnSpent is { } own ? Amounts.Text(own, report.Currency) : "not known")));
            numbers.Add(("Held by others", Text(Amounts.Text(report.HeldElsewhere, report.Currency))));
        }

        return HtmlText.Of($"<dl>{HtmlText.Join(numbers.Select(number => HtmlText.Of($"<div><dt>{number.Name}</dt><dd>{number.Value}</dd></div>")))}</dl>");
    }

    private static HtmlText Text(string text) => HtmlText.Of($"{text}");

    private static HtmlText LinkTo(BudgetRef which, string basePath) =>
        HtmlText.Of($"""<a href="{basePath}/budget{which.Query}"><bdi>{which.Label}</bdi></a>""");
}
