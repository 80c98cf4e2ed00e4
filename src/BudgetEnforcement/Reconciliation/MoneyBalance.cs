namespace BudgetEnforcement;

/// <summary>An exact amount with a sign. A sum past 192 bits saturates.</summary>
internal readonly struct MoneyBalance
{
    // At least one of the two is 0.
    private readonly Money _above;
    private readonly Money _below;

    private MoneyBalance(in Money above, in Money below) =>
        (_above, _below) = (Money.SubtractToZero(above, below), Money.SubtractToZero(below, above));

    internal static MoneyBalance Zero => default;

    internal bool IsZero => Sign == 0;

    internal int Sign => _above.IsZero ? _below.IsZero ? 0 : -1 : 1;

    internal static MoneyBalance From(decimal amount) =>
        amount < 0 ? new MoneyBalance(Money.Zero, Money.From(-amount)) : new MoneyBalance(Money.From(amount), Money.Zero);

    public static MoneyBalance operator +(in MoneyBalance left, in MoneyBalance right) =>
        new(Money.AddSaturating(left._above, right._above), Money.AddSaturating(left._below, right._below));

    public static MoneyBalance operator -(in MoneyBalance left, in MoneyBalance right) =>
        new(Money.AddSaturating(left._above, right._below), Money.AddSaturating(left._below, right._above));

    /// <summary>Rounded up, against the spender, where <see cref="decimal"/> cannot hold it.</summary>
    internal decimal ToDecimal() => _below.IsZero ? _above.ToDecimal(roundUp: true) : -_below.ToDecimal(roundUp: false);

    /// <summary>Recorded ÷ billed, where this is what was billed; null where nothing was billed, or less than nothing recorded.</summary>
    internal decimal? DriftOf(in MoneyBalance recorded) =>
        _above.IsZero || recorded.Sign < 0 ? null : MoneyReader.Percentage(recorded._above, _above) / 100m;
}
