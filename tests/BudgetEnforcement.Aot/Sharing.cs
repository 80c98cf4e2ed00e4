using Microsoft.Extensions.DependencyInjection;
using static BudgetEnforcement.Aot.Checks;

namespace BudgetEnforcement.Aot;

/// <summary>Several parents, budgets on demand, and the budget of the code that runs now.</summary>
internal static class Sharing
{
    internal static void Run()
    {
        HaveParents();
        RegisterParents();
        ReadSources();
        KeepTenants();
        Scope();
    }

    private static void HaveParents()
    {
        var organisation = new BudgetEnforcer(new BudgetOptions { Name = "organisation", Limit = 100m });
        var user = organisation.CreateChild(new BudgetOptions { Name = "user", Limit = 10m });
        var model = organisation.CreateChild(new BudgetOptions { Name = "model", Limit = 10m });
        var job = user.CreateChild(new BudgetOptions { Name = "job", Limit = 10m }, model);
        job.AddCost(1m);
        Expect("parents", job.Parents is [var first, var second] && first == user && second == model && job.Parent == user);
        Expect("path", job.GetPath().Select(report => report.Name).SequenceEqual(["job", "user", "model", "organisation"]));
        Expect("each counts once", organisation.Spent == 1m && model.Spent == 1m);
    }

    private static void RegisterParents()
    {
        var services = new ServiceCollection();
        services.AddBudgetEnforcer("all", options => options.Limit = 10m);
        services.AddBudgetEnforcer("user", options => options.Limit = 5m, parentKey: "all");
        services.AddBudgetEnforcer("model", options => options.Limit = 5m, parentKey: "all");
        services.AddBudgetEnforcer("job", options => options.Limit = 5m, parentKey: "user").AlsoUnder("model");
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<BudgetEnforcer>("job").AddCost(1m);
        Expect("registered parents", provider.GetRequiredKeyedService<BudgetEnforcer>("model").Spent == 1m);
    }

    private static void ReadSources()
    {
        var services = new ServiceCollection();
        services.AddBudgetEnforcer("all", options => options.Limit = 10m);
        services.AddBudgetSource(_ => new OneBudget());
        services.ConfigureAll<BudgetOptions>(options => options.Limit ??= 2m);
        using var provider = services.BuildServiceProvider();
        var catalog = provider.GetRequiredService<BudgetCatalog>();
        var isAdded = catalog.TryAdd("late", "one");
        Expect("late budget", catalog.TryGet("late", out var late) && isAdded && late.Parent == provider.GetRequiredKeyedService<BudgetEnforcer>("one"));
        catalog.Reload("late");
        Expect("catalog", catalog.Keys.SequenceEqual(["all", "one", "late"]) && late is { Waiters: 0 });
    }

    private static void KeepTenants()
    {
        var parent = new BudgetEnforcer(100m);
        var tenants = new BudgetRegistry<(string Region, int Id)>(
            parent,
            key => new BudgetOptions { Name = $"{key.Region}-{key.Id}", Limit = 1m },
            new BudgetRegistryOptions { ForgetAfter = TimeSpan.FromHours(1), Capacity = 1 },
            EqualityComparer<(string, int)>.Default);
        var tenant = tenants.GetOrAdd(("eu", 1));
        Expect("registry", tenant is { Name: "eu-1", Limit: 1m } && tenants.Keys.SequenceEqual([("eu", 1)]) && tenants.Budgets is [var (_, only)] && only == tenant && tenants.TryGet(("eu", 1), out var same) && same == tenant);
        try
        {
            tenants.GetOrAdd(("eu", 2));
            Expect("full", false);
        }
        catch (InvalidOperationException)
        {
            Expect("removed", tenants.TryRemove(("eu", 1)) && !tenant.TryAddCost(0m));
        }
    }

    private static void Scope()
    {
        var budget = new BudgetEnforcer(1m);
        using (BudgetScope.Begin(budget, "batch"))
            Expect("scope", BudgetScope.Current is { Label: "batch", Budget: var current } && current == budget);
        Expect("no scope", BudgetScope.Current is null);
    }

    private sealed class OneBudget : IBudgetSource
    {
        public void AddBudgets(BudgetSourceContext budgets)
        {
            if (budgets.Contains("all"))
                budgets.Add("one", "all");
            else
                budgets.AddError("The budget of the code is missing.");
        }
    }
}
