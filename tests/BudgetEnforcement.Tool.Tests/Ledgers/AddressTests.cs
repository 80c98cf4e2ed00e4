using BudgetEnforcement.Terminal;
using BudgetEnforcement.Tool.Ledgers;

namespace BudgetEnforcement.Tool.Tests.Ledgers;

public sealed class AddressTests
{
    private const string Secret = "pass-w0rd!";

    [Theory]
    [InlineData("postgres:Host=db;Port=6432;Database=budgets;Username=me;Password=" + Secret)]
    [InlineData("postgres://me:pass-w0rd%21@db:6432/budgets?sslmode=require")]
    [InlineData("postgresql://me:pass-w0rd%21@db:6432/budgets")]
    public void Address_OfAServer_IsShownWithoutItsPassword(string text)
    {
        var address = LedgerAddress.Parse(text, "--ledger");

        address.Text.Should().Be("PostgreSQL at db:6432/budgets");
        address.WithoutPassword($"no entry for {Secret} here").Should().Be("no entry for *** here");
    }

    [Theory]
    [InlineData("postgres:Host=db;Password=" + Secret + ";Nonsense=1")]
    [InlineData("postgres:" + Secret)]
    [InlineData("postgres:Password=" + Secret)]
    [InlineData("postgres://me:" + Secret + "@db:x/budgets")]
    [InlineData("postgres://me:" + Secret + "@db/budgets?nonsense=" + Secret)]
    [InlineData("mysql://me:" + Secret + "@db/budgets")]
    [InlineData(Secret)]
    [InlineData("sqlite:")]
    [InlineData("sqlite: ")]
    [InlineData("sqlite::memory:")]
    public void Address_ThatIsNone_IsRefusedWithoutItsPassword(string text)
    {
        var parse = () => LedgerAddress.Parse(text, "--ledger");

        parse.Should().Throw<InputException>().Which.Message.Should().StartWith("--ledger: ").And.NotContain(Secret);
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsToldWithoutItsPassword()
    {
        var run = await ToolRun.Of("status", "--ledger", $"postgres:Host=127.0.0.1;Port=1;Database=budgets;Username=me;Password={Secret};Timeout=5");

        run.ExitCode.Should().Be(4);
        run.Error.Should().Contain("127.0.0.1").And.NotContain(Secret);
        run.Output.Should().BeEmpty();
    }
}
