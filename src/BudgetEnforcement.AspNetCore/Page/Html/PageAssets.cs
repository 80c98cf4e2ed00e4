using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace BudgetEnforcement.AspNetCore;

/// <summary>The style, the script and the icon of the page, from this assembly.</summary>
internal static class PageAssets
{
    private static readonly byte[] Style = Read("page.css");
    private static readonly byte[] Script = Read("page.js");
    private static readonly byte[] Icon = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#0b6e4f"/><path d="M3 11h10M3 8h7M3 5h4" stroke="#fff" stroke-width="2"/></svg>"""u8.ToArray();

    /// <summary>It differs for different contents, so that a browser may keep them for ever.</summary>
    internal static string Version { get; } = Convert.ToHexString(SHA256.HashData([.. Style, .. Script]), 0, 6);

    internal static Task StyleAsync(HttpContext context) => WriteAsync(context, Style, "text/css; charset=utf-8");

    internal static Task ScriptAsync(HttpContext context) => WriteAsync(context, Script, "text/javascript; charset=utf-8");

    internal static Task IconAsync(HttpContext context) => WriteAsync(context, Icon, "image/svg+xml");

    private static Task WriteAsync(HttpContext context, byte[] content, string type)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        context.Response.Headers.CacheControl = context.Request.Query["v"] == Version ? "private, max-age=31536000, immutable" : "private, no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(PageAssets).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
