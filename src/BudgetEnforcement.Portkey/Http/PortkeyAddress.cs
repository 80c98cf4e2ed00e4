namespace BudgetEnforcement.Portkey;

/// <summary>Addresses that a key may be sent to.</summary>
internal static class PortkeyAddress
{
    /// <summary>Checks a base address and puts the slash at its end.</summary>
    internal static Uri Valid(Uri? address, string option)
    {
        if (address is not { IsAbsoluteUri: true } || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException($"{option} is not an absolute address of http or https: {address?.ToString() ?? "null"}.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new ArgumentException($"{option} has a user, a query or a fragment, which the address of an API has not.");
        return address.AbsolutePath.EndsWith('/') ? address : new Uri(address.AbsoluteUri + "/");
    }

    /// <summary>Whether two addresses are of one server: scheme, host and port.</summary>
    internal static bool AreOfOneServer(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    /// <summary>The scheme, host and port, for people.</summary>
    internal static string ServerOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}
