using System.Text.Json;
using CsCheck;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>Reports, checks and forecasts that users make from any values.</summary>
internal static class ResultAttacks
{
    private static readonly Gen<DateTimeOffset?> Instant = Gen.Frequency(
        (1, Gen.Const((DateTimeOffset?)null)),
        (1, Gen.OneOfConst<DateTimeOffset?>(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)),
        (2, Gen.Select(Gen.Long[TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay], Gen.Int[-14, 14]).Select(
            (ticks, hours) => (DateTimeOffset?)new DateTimeOffset(ticks, TimeSpan.FromHours(hours)))));

    private static readonly Gen<OddResult> Any = Gen.Select(
        Rarely(OddInput.Money, 1.5m).Array[5],
        Gen.Select(Rarely(OddInput.Any<BudgetStatus>(), BudgetStatus.Ok), Rarely(OddInput.Any<BudgetStatus>(), BudgetStatus.Ok)),
        Rarely(OddInput.Any<BudgetRefusalReason>(), BudgetRefusalReason.None),
        Gen.Select(OddInput.Text, OddInput.Text),
        Gen.Select(Instant, Instant),
        Gen.Select(Gen.Frequency((1, Gen.Int), (5, Gen.Int[0, 9])), Gen.Bool)).Select((amounts, statuses, reason, labels, ends, rest) =>
            new OddResult(amounts, statuses.Item1, statuses.Item2, reason, labels.Item1, labels.Item2, ends.Item1, ends.Item2, rest.Item1, rest.Item2));

    internal static readonly Dictionary<string, Gen<Attack>> All = new()
    {
        ["BudgetReport.init"] = Attack.With(Any, "new BudgetReport", (_, odd) =>
            MakesOrRefuses(odd.Report, odd.Amounts.All(amount => amount >= 0) && odd.Count >= 0 && Enum.IsDefined(odd.Status) && Enum.IsDefined(odd.Other))),
        ["BudgetCheck.init"] = Attack.With(Any, "new BudgetCheck", (_, odd) =>
            MakesOrRefuses(odd.Check, odd.Amounts.All(amount => amount >= 0) && Enum.IsDefined(odd.Status) && Enum.IsDefined(odd.Reason) && Enum.IsDefined(odd.Purpose))),
        ["BudgetForecast.init"] = Attack.With(Any, "new BudgetForecast", (_, odd) =>
            MakesOrRefuses(odd.Forecast, odd.Amounts[0] >= 0 && odd.Progress is >= 0 and <= 1 && Enum.IsDefined((ForecastStatus)odd.Status))),
    };

    internal static Gen<BudgetReport> AnyReport { get; } = Any.Select(odd => Made(odd.Report));

    internal static Gen<BudgetCheck> AnyCheck { get; } = Any.Select(odd => Made(odd.Check));

    internal static Gen<BudgetForecast> AnyForecast { get; } = Any.Select(odd => Made(odd.Forecast));

    private static void MakesOrRefuses<T>(Func<T> make, bool isValid)
        where T : struct
    {
        if (!isValid)
        {
            var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => make());
            Assert.NotNull(typeof(T).GetProperty(refusal.ParamName!));
            return;
        }

        var made = make();
        Assert.NotEmpty(made.ToString()!);
        if (HasWholeCharacters(made.ToString()!))
            Assert.Equal(made, JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(made)));
    }

    // Half a surrogate pair is no text, and JSON writes what replaces it.
    private static bool HasWholeCharacters(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        }

        return true;
    }

    private static T Made<T>(Func<T> make)
        where T : struct
    {
        try
        {
            return make();
        }
        catch (ArgumentOutOfRangeException)
        {
            return default;
        }
    }

    private static Gen<T> Rarely<T>(Gen<T> odd, T usual) => Gen.Frequency((1, odd), (5, Gen.Const(usual)));

    private sealed record OddResult(
        decimal[] Amounts, BudgetStatus Status, BudgetStatus Other, BudgetRefusalReason Reason, Label Name, Label Currency, DateTimeOffset? End, DateTimeOffset? Retry,
        int Count, bool IsAvailable)
    {
        internal BudgetReport Report() => new()
        {
            Limit = Amounts[0], Spent = Amounts[1], Reserved = Amounts[2], Available = Amounts[3], Overage = Amounts[4], Status = Status, PathStatus = Other,
            Name = Name.Value, Currency = Currency.Value, PeriodEnd = End, OpenReservations = Count, Resets = Count,
            AsOf = Retry, OwnSpent = Count == 0 ? null : Amounts[4], HeldElsewhere = Amounts[3],
        };

        internal BudgetCheck Check() => new()
        {
            Limit = Amounts[0], Spent = Amounts[1], Reserved = Amounts[2], Available = Amounts[3], RequiredAmount = Amounts[4], Status = Status, Reason = Reason,
            BudgetName = Name.Value, Currency = Currency.Value, PeriodEnd = End, RetryAt = Retry, IsAvailable = IsAvailable,
            Purpose = Purpose,
        };

        internal BudgetForecast Forecast() => new()
        {
            Spent = Amounts[0], BurnRatePerHour = Amounts[1], ProjectedTotal = Amounts[2], Progress = Progress, Status = (ForecastStatus)Status,
            Currency = Currency.Value, ExhaustedAt = End, Elapsed = Time, TimeToCompletion = Time, TimeToExhaustion = Time,
        };

        internal double Progress => Count / 8.0;

        private TimeSpan Time => TimeSpan.FromTicks(Count);

        internal BudgetPurpose Purpose => (BudgetPurpose)(Count % 4);
    }
}
