namespace BudgetEnforcement.AspNetCore;

/// <summary>Finds what is wrong with the options of a template, by making a budget of them that is thrown away.</summary>
internal static class TemplateOptions
{
    internal static string? ErrorIn(BudgetOptions options)
    {
        try
        {
            new BudgetEnforcer(options).Close();
            return null;
        }
        catch (ArgumentException exception)
        {
            return WithoutParameter(exception);
        }
    }

    private static string WithoutParameter(ArgumentException exception)
    {
        var end = exception.ParamName is { } name ? exception.Message.LastIndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
