using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BudgetEnforcement;

/// <summary>Tells at the start everything that is wrong with a container's ledger.</summary>
internal sealed class BudgetLedgerOptionsValidator(IServiceProvider provider) : IValidateOptions<BudgetLedgerOptions>
{
    public ValidateOptionsResult Validate(string? name, BudgetLedgerOptions options)
    {
        var errors = BudgetLedgerOptions.Errors(options).Select(error => error.Message).ToList();
        if (provider.GetService<LedgerStoreFactory>() is null)
            errors.Add("The ledger has no store: call UseStore, UseInMemory or that of a store's package after AddBudgetLedger.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
