using System.Globalization;

namespace BudgetEnforcement.Tool.Replay.Numbers;

/// <summary>Signs and codes of currencies before and behind amounts.</summary>
internal static class Currencies
{
    private const int CodeLength = 3;

    // Any other word in capitals beside a number is a unit: MIN, PCS.
    private static readonly HashSet<string> Codes = new((
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNH CNY COP CRC CUP CVE " +
        "CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS " +
        "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB " +
        "PEN PGK PHP PKR PLN PYG QAR RMB RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD " +
        "TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG BTC ETH").Split(' '), StringComparer.Ordinal);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> CodesBySpan = Codes.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly string[] Words =
        ["kr.", "kr", "zł", "Kč", "Ft", "lei", "лв.", "лв", "руб.", "руб", "usd", "eur", "gbp", "chf", "jpy", "cad", "aud", "sek", "nok", "dkk", "pln", "Euros", "euros", "Euro", "euro"];

    /// <summary>How many characters at the beginning are a sign (<c>€</c>, <c>US$</c>) or a code (<c>EUR</c>); 0 where there is none.</summary>
    internal static int LengthAtStart(ReadOnlySpan<char> text)
    {
        var letters = 0;
        while (letters < text.Length && letters < CodeLength && char.IsAsciiLetterUpper(text[letters]))
            letters++;
        if (letters < text.Length && IsSign(text[letters]))
            return letters + 1;
        if (letters == CodeLength && (text.Length == letters || !char.IsLetter(text[letters])) && IsCode(text[..letters]))
            return letters;
        foreach (var word in Words)
        {
            if (text.StartsWith(word, StringComparison.Ordinal))
                return word.Length;
        }

        return 0;
    }

    /// <summary>How many characters at the end are a sign, a code or a word; 0 where there is none.</summary>
    internal static int LengthAtEnd(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return 0;
        if (IsSign(text[^1]))
        {
            var letters = 0;
            while (letters < CodeLength && letters + 1 < text.Length && char.IsAsciiLetterUpper(text[^(letters + 2)]))
                letters++;
            return letters + 1;
        }

        if (text.Length > CodeLength && !char.IsLetter(text[^(CodeLength + 1)]) && !text[^CodeLength..].ContainsAnyExceptInRange('A', 'Z') && IsCode(text[^CodeLength..]))
            return CodeLength;
        foreach (var word in Words)
        {
            if (text.EndsWith(word, StringComparison.Ordinal))
                return word.Length;
        }

        return 0;
    }

    /// <summary>The code of a sign where it has one, and a code in capitals; the text itself otherwise.</summary>
    internal static string CodeOf(string sign) => sign switch
    {
        "US$" => "USD",
        "€" or "Euro" or "euro" or "Euros" or "euros" => "EUR",
        "£" => "GBP",
        "₹" => "INR",
        "₩" => "KRW",
        "CA$" or "C$" => "CAD",
        "AU$" or "A$" => "AUD",
        "R$" => "BRL",
        "zł" => "PLN",
        "Kč" => "CZK",
        "Ft" => "HUF",
        "lei" => "RON",
        { Length: CodeLength } when sign.All(char.IsAsciiLetter) => sign.ToUpperInvariant(),
        _ => sign,
    };

    /// <summary>Whether two signs or codes may be the same currency: <c>$</c> is the sign of every dollar.</summary>
    internal static bool MayBeTheSame(string one, string other)
    {
        (one, other) = (CodeOf(one), CodeOf(other));
        return one == other || IsSignOf(one, other) || IsSignOf(other, one);
    }

    private static bool IsSignOf(string sign, string code) => sign switch
    {
        "$" => code is "USD" or "CAD" or "AUD" or "NZD" or "SGD" or "HKD" or "TWD" or "MXN" or "CLP" or "COP" or "ARS",
        "¥" or "￥" => code is "JPY" or "CNY",
        "kr" or "kr." => code is "SEK" or "NOK" or "DKK" or "ISK",
        _ => false,
    };

    private static bool IsCode(ReadOnlySpan<char> text) => CodesBySpan.Contains(text);

    // A cent is a hundredth of one.
    private static bool IsSign(char character) => CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.CurrencySymbol && character is not '¢';
}
