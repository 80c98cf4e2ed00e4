namespace BudgetEnforcement.AspNetCore;

/// <summary>The pages: all budgets, and what they have in common.</summary>
internal static class PageHtml
{
    internal static HtmlText All(BudgetsSnapshot snapshot, string title, string basePath, string? done)
    {
        var doneNote = done is null ? HtmlText.Empty : HtmlText.Of($"""<p class="done" role="status">{done}</p>""");
        return Document(title, basePath, live: true, HtmlText.Of(
            $"""
            <header class="top"><h1>{title}</h1><p id="clock" data-live>{Clock(snapshot)}</p><p id="live" hidden></p></header>
            <p id="said" class="unseen" role="status"></p>
            <main data-events="{basePath}/events">{doneNote}
            <section id="verdict" data-live aria-label="Summary">{Verdict.Inner(snapshot, basePath)}</section>
            <section class="tree" aria-label="All budgets"><label class="find" hidden>Find a budget <input id="find" type="search" autocomplete="off"></label>
            <ul class="budgets">{HtmlText.Join(Lines(snapshot).Select(line => line.Element(basePath)))}</ul></section>
            <section id="nodes" data-live aria-label="Nodes of the ledger">{NodesHtml.Inner(snapshot, basePath)}</section>
            </main>
            """));
    }

    internal static HtmlText Clock(BudgetsSnapshot snapshot) => HtmlText.Of(
        $"""<time datetime="{snapshot.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)}">{snapshot.At.UtcDateTime.ToString("HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture)}</time>""");

    /// <summary>The lines of the tree: budgets, and under its parent each registry with those of its budgets that are shown.</summary>
    internal static IEnumerable<TreeLine> Lines(BudgetsSnapshot snapshot)
    {
        // A registry comes after everything that is under the same parent.
        var rest = snapshot.Registries.Where(registry => registry.ParentKey is not null).ToLookup(registry => registry.ParentKey!, StringComparer.Ordinal);
        var open = new Stack<BudgetView>();
        foreach (var view in snapshot.Budgets)
        {
            while (open.TryPeek(out var above) && above.Depth >= view.Depth)
            {
                foreach (var line in rest[open.Pop().Ref.Key].SelectMany(Lines))
                    yield return line;
            }

            open.Push(view);
            yield return new TreeLine(view);
        }

        while (open.TryPop(out var last))
        {
            foreach (var line in rest[last.Ref.Key].SelectMany(Lines))
                yield return line;
        }

        foreach (var line in snapshot.Registries.Where(registry => registry.ParentKey is null).SelectMany(Lines))
            yield return line;
    }

    internal static HtmlText Document(string title, string basePath, bool live, HtmlText body) => HtmlText.Of(
        $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
        <title>{title}</title><link rel="icon" href="{basePath}/icon.svg"><link rel="stylesheet" href="{basePath}/page.css?v={PageAssets.Version}">{(live ? HtmlText.Of($"""<script src="{basePath}/page.js?v={PageAssets.Version}" defer></script>""") : HtmlText.Empty)}</head>
        <body>{body}</body></html>
        """);

    private static IEnumerable<TreeLine> Lines(RegistryView registry) => registry.Shown.Select(view => new TreeLine(view)).Prepend(new TreeLine(registry));
}
