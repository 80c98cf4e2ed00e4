namespace BudgetEnforcement.AI.Tests.Prices;

public sealed class PriceBookTests
{
    [Fact]
    public void With_APriceForAModel_IsFoundAtEveryEndpoint()
    {
        var price = new ModelPrice(new TokenRates { Input = 2m, Output = 8m });

        var found = PriceBook.Embedded.With("my-model", price).TryFind(new Uri("http://localhost:8080"), "openai", "My-Model", out var actual);

        found.Should().BeTrue();
        actual.Should().BeSameAs(price);
    }
}
