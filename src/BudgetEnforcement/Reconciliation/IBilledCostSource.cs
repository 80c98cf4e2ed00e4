namespace BudgetEnforcement;

/// <summary>Tells what a provider billed: the API of a gateway, a usage export, an invoice as a file.</summary>
/// <remarks>Several callers may ask an implementation at once, and ask again for the same window. It must then tell what is billed by now.</remarks>
public interface IBilledCostSource
{
    /// <summary>Gets what was billed in a window of time, by label.</summary>
    /// <param name="from">The start of the window, inclusive: a whole minute, in UTC.</param>
    /// <param name="to">The end of the window, exclusive: a whole minute, in UTC, later than <paramref name="from"/>.</param>
    /// <param name="cancellationToken">Cancelled where the answer is no longer wanted.</param>
    /// <returns>
    /// One amount or several for each label, which are added up. A label that is absent was billed nothing. The amount that was billed under no label
    /// has the label <see langword="null"/>.
    /// </returns>
    /// <remarks>
    /// Throw if you cannot get the answer or cannot trust it: an amount that is missing is not zero. Then nothing is changed in the books, and the
    /// caller asks for the window again.
    /// </remarks>
#pragma warning disable CA1716 // "To" is a keyword of Visual Basic, which escapes it; "from" and "to" say best what they are.
    ValueTask<IReadOnlyList<BilledCost>> GetAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
#pragma warning restore CA1716
}
