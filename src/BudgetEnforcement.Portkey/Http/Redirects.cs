namespace BudgetEnforcement.Portkey;

/// <summary>
/// Keeps handlers from following redirects. A handler that follows one sends the key to the new address, because <c>Authorization</c> is the only
/// header that it leaves out.
/// </summary>
internal static class Redirects
{
    internal const string Refusal = "follows redirects, would send the key to wherever they lead, and was used before, so that it cannot be changed any more. "
        + "Make one with AllowAutoRedirect = false.";

    /// <summary>Switches it off in the handler at the end of a chain, where that is one of the framework's.</summary>
    /// <returns>Whether it is off, as far as can be known; false where it is on and cannot be switched off any more.</returns>
    internal static bool TrySwitchOff(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        try
        {
            if (handler is SocketsHttpHandler { AllowAutoRedirect: true } sockets)
                sockets.AllowAutoRedirect = false;
            else if (handler is HttpClientHandler { AllowAutoRedirect: true } client)
                client.AllowAutoRedirect = false;
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // It has made requests already.
        }
    }
}
