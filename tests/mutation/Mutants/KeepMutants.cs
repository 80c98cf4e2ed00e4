using BudgetEnforcement;
using Xunit;

namespace Mutants;

public class KeepMutants
{
    /// <summary>Stryker puts the library with all mutants inside beside the tests, and takes it away again when it ends.</summary>
    [Fact]
    public void Library_WithEveryMutantInside_IsKept()
    {
        var folder = Environment.GetEnvironmentVariable("MUTANTS_FOLDER");
        Assert.False(string.IsNullOrEmpty(folder));

        File.Copy(Path.Combine(AppContext.BaseDirectory, "BudgetEnforcement.dll"), Path.Combine(folder, "BudgetEnforcement.dll"), overwrite: true);

        // Stryker tries the mutants that the test reaches; a test that reaches none would make it try all of them.
        Assert.Equal(BudgetStatus.Ok, default(BudgetReport).Status);
    }
}
