using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;

namespace BudgetEnforcement.Tests.BadInput;

/// <summary>
/// More than a hundred thousand odd inputs against everything public that takes one, each under some culture. The library always does what the docs say,
/// changes nothing where it refuses, and logs nothing that is not safe to read.
/// </summary>
public class BadInputBulkTests
{
    private const long Inputs = 110_000;

    // Each of these builds a container, or a ledger with its threads.
    private const long InputsOfSlow = 500;

    private static readonly Dictionary<string, Gen<Attack>> Attacks = new(
    [
        .. SpendingAttacks.All, .. OptionsAttacks.All, .. TimeAttacks.All, .. OperationAttacks.All, .. ListenerAttacks.All, .. ResultAttacks.All,
        .. RegistryAttacks.All, .. CatalogAttacks.All, .. LedgerAttacks.All, .. BudgetLedgerAttacks.All, .. ReconciliationAttacks.All,
    ]);

    public static TheoryData<string> Members => [.. Attacks.Keys];

    // Leaves out the experimental types for authors of stores: they take rows that the library makes, and the contract of stores tests them.
    private static IEnumerable<Type> PublicTypes => typeof(BudgetEnforcer).Assembly.GetExportedTypes()
        .Where(type => type.GetCustomAttribute<ExperimentalAttribute>() is null);

    [Theory]
    [MemberData(nameof(Members))]
    public void EveryMember_AnyInputUnderAnyCulture_DoesWhatItsDocsSay(string member) =>
        Gen.Select(Attacks[member], OddInput.Culture).Sample(
            (attack, culture) =>
            {
                var before = CultureInfo.CurrentCulture;
                CultureInfo.CurrentCulture = culture;
                try
                {
                    var world = new World(attack.IsHeavy);
                    attack.Run(world);
                    world.HasOnlySafeLines();
                }
                finally
                {
                    CultureInfo.CurrentCulture = before;
                }
            },
            iter: InputsOf(member),
            print: each => $"{each.Item1.Call} under {(each.Item2.Name.Length > 0 ? each.Item2.Name : "the invariant or an invented culture")}");

    [Fact]
    public void PublicSurface_EveryMemberThatTakesAnArgument_IsAttacked()
    {
        var members = PublicTypes.SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .OfType<MethodBase>().Where(TakesAnArgument).Select(Name).Distinct();

        Attacks.Keys.Should().BeEquivalentTo([.. members, "BudgetOptions.set", .. ResultAttacks.All.Keys]);
        Attacks.Keys.Sum(InputsOf).Should().BeGreaterThan(100_000);
    }

    [Fact]
    public void PublicSurface_EveryPropertyThatCanBeSet_IsGenerated()
    {
        // Lists that are filled and not set count too.
        var generated = Generated(OptionsAttacks.Any.Select(odd => (object)odd.Options))
            .Concat(Generated(TimeAttacks.AnyRunOptions.Select(options => (object)options)))
            .Concat(Generated(TimeAttacks.AnyRunOptions.Where(options => options.Meter is not null).Select(options => (object)options.Meter!)))
            .Concat(Generated(OperationAttacks.AnyOptions.Select(options => (object)options)))
            .Concat(Generated(RegistryAttacks.AnySettings.Select(settings => (object)settings)))
            .Concat(Generated(BudgetLedgerAttacks.AnyOptions.Select(options => (object)options)))
            .Concat(Generated(ReconciliationAttacks.AnyOptions.Select(options => (object)options)))
            .Concat(Generated(ReconciliationAttacks.AnyBill.Select(bill => (object)bill)))
            .Concat(Generated(ResultAttacks.AnyReport.Select(report => (object)report)))
            .Concat(Generated(ResultAttacks.AnyCheck.Select(check => (object)check)))
            .Concat(Generated(ResultAttacks.AnyForecast.Select(forecast => (object)forecast)));

        var settable = PublicTypes.SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Where(IsInput).Select(property => property.DeclaringType!.Name + "." + property.Name);

        generated.Should().BeEquivalentTo(settable);
    }

    private static long InputsOf(string member) =>
        IsSlow(member) ? InputsOfSlow : Inputs / Attacks.Keys.Count(each => !IsSlow(each));

    private static bool IsSlow(string member) =>
        member.StartsWith(nameof(BudgetEnforcerServiceCollectionExtensions), StringComparison.Ordinal)
        || member.StartsWith(nameof(BudgetEnforcerBuilder), StringComparison.Ordinal)
        || member.StartsWith(nameof(BudgetCatalog), StringComparison.Ordinal)
        || member.StartsWith(nameof(IBudgetSource), StringComparison.Ordinal)
        || member.StartsWith(nameof(BudgetSourceContext), StringComparison.Ordinal)
        || member.StartsWith(nameof(BudgetLedger), StringComparison.Ordinal)
        || member.StartsWith("CostReconciler.SettleNodeAsync", StringComparison.Ordinal);

    // Leaves out the members that the compiler generates for a record: they compare, and take nothing in.
    private static bool TakesAnArgument(MethodBase method) =>
        method.GetParameters().Any(parameter => !parameter.IsOut)
        && method.DeclaringType!.BaseType != typeof(MulticastDelegate)
        && !method.Name.StartsWith("set_", StringComparison.Ordinal)
        && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null;

    private static string Name(MethodBase method)
    {
        var arity = method.IsGenericMethod ? "`1" : string.Empty;
        return $"{method.DeclaringType!.Name}.{method.Name}{arity}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
    }

    private static bool IsInput(PropertyInfo property) => property.SetMethod is { IsPublic: true } || property.PropertyType == typeof(IList<decimal>);

    // The properties to which the generator gave at least two values.
    private static IEnumerable<string> Generated(Gen<object> options)
    {
        var many = options.Array[300].Single();
        return many[0].GetType().GetProperties().Where(property => IsInput(property) && many.Select(property.GetValue).Distinct().Count() > 1)
            .Select(property => property.DeclaringType!.Name + "." + property.Name);
    }
}
