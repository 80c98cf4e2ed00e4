using System.Security.Cryptography;
using System.Text;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The pages: all budgets, and what they have in common.</summary>
internal static class PageHtml
{
    internal static HtmlText All(BudgetsSnapshot snapshot, string title, string basePath, string? done)
    {
        var lines = Lines(snapshot).ToList();
        var doneNote = done is null ? HtmlText.Empty : HtmlText.Of($"""<p class="done" role="status">{done}</p>""");
        return Document(title, basePath, live: true, HtmlText.Of(
            $"""
            <header class="top"><h1>{title}</h1><p id="clock">{Clock(snapshot.At)}</p><p id="live" hidden></p></header>
            <p id="said" class="unseen" role="status"></p>
            <main data-events="{basePath}/events">{doneNote}
            <section id="verdict" aria-label="Summary">{Verdict.Inner(snapshot, basePath)}</section>
            <section class="tree" aria-label="All budgets"><label class="find" hidden>Find a budget <input id="find" type="search" autocomplete="off"></label>
            <ul class="budgets" data-structure="{StructureOf(lines)}">{HtmlText.Join(lines.Select(line => line.Element(basePath)))}</ul></section>
            <section id="nodes" aria-label="Nodes of the ledger">{NodesHtml.Inner(snapshot, basePath)}</section>
            </main>
            """));
    }

    /// <summary>The live parts of the page of all budgets.</summary>
    internal static LiveParts Parts(BudgetsSnapshot snapshot, string basePath)
    {
        var lines = Lines(snapshot).ToList();
        var parts = new Dictionary<string, string>(lines.Count + 3, StringComparer.Ordinal)
        {
            ["clock"] = Clock(snapshot.At).ToString(),
            ["verdict"] = Verdict.Inner(snapshot, basePath).ToString(),
            ["nodes"] = NodesHtml.Inner(snapshot, basePath).ToString(),
        };
        foreach (var line in lines)
            parts[line.Id] = line.Inner(basePath).ToString();
        return new LiveParts(StructureOf(lines), parts);
    }

    internal static HtmlText Clock(DateTimeOffset at) => HtmlText.Of(
        $"""<time datetime="{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)}">{at.UtcDateTime.ToString("HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture)}</time>""");

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

    // Short, since every watcher gets it every second.
    private static string StructureOf(List<TreeLine> lines) =>
        Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(' ', lines.Select(line => line.Place)))), 0, 8);

    private static IEnumerable<TreeLine> Lines(RegistryView registry) => registry.Shown.Select(view => new TreeLine(view)).Prepend(new TreeLine(registry));
}
