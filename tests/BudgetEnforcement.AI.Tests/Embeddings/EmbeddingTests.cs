using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace BudgetEnforcement.AI.Tests.Embeddings;

public sealed class EmbeddingTests : BilledTest
{
    private const string ModelName = "fake-embedding";
    private bool _reports = true;
    private Exception? _failure;
    private int _calls;

    [Fact]
    public async Task Generate_ThatFits_RecordsExactlyWhatWasBilled()
    {
        await Generator().GenerateAsync(["hello", "world"], cancellationToken: TestContext.Current.CancellationToken);

        Budget.Spent.Should().Be(10m / 1_000_000m);
    }

    [Fact]
    public async Task Generate_WithoutUsage_IsChargedItsBound()
    {
        _reports = false;

        await Generator().GenerateAsync(["hello", "wörld"], cancellationToken: TestContext.Current.CancellationToken);

        Budget.Spent.Should().BeInRange(11m / 1_000_000m, 40m / 1_000_000m);
    }

    [Fact]
    public async Task Generate_ThatDoesNotFit_IsRefused()
    {
        Budget = NewBudget(0.00001m);

        await Generator().Awaiting(it => it.GenerateAsync([new string('x', 100)])).Should().ThrowAsync<BudgetExceededException>();

        _calls.Should().Be(0);
    }

    [Fact]
    public async Task Generate_InAScopeOnly_ChargesIt()
    {
        var generator = new EmbeddingGeneratorBuilder<string, Embedding<float>>(Inner()).UseBudget(Configure).Build();

        using (BudgetScope.Begin(Budget))
            await generator.GenerateAsync(["hello"], cancellationToken: TestContext.Current.CancellationToken);

        Costs.Single().Model.Should().Be(ModelName);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Generate_ThatFails_IsChargedUnlessItIsSureNotToBeBilled(bool isUnbilled)
    {
        _failure = isUnbilled ? new HttpRequestException("no", null, System.Net.HttpStatusCode.TooManyRequests) : new TimeoutException();
        if (!isUnbilled)
            Bills.Add(1m / 1_000_000m, isReported: false);

        await Generator().Awaiting(it => it.GenerateAsync(["hello"])).Should().ThrowAsync<Exception>();

        Costs.Should().HaveCount(isUnbilled ? 0 : 1);
    }

    [Fact]
    public async Task Generate_WhoseBoundThrowsAfterTheWait_ReleasesWhatItWaitedFor()
    {
        Budget = NewBudget(1m, maxWaiters: 1);
        var isChanged = false;
        var generator = new EmbeddingGeneratorBuilder<AIContent, Embedding<float>>(new FakeGenerator<AIContent>(_ => throw new NotSupportedException()))
            .UseBudget(Budget, options =>
            {
                Configure(options);
                options.InputBound = _ => isChanged ? throw new FormatException() : null;
            })
            .Build();
        var others = Budget.Reserve(1m);
        var waiting = generator.GenerateAsync([new TextContent("hello")], cancellationToken: TestContext.Current.CancellationToken);
        await Waiting.Until(() => Budget.Waiters == 1);
        isChanged = true;
        others.Release();

        await FluentActions.Awaiting(() => waiting.Soon()).Should().ThrowAsync<FormatException>();

        Budget.Reserved.Should().Be(0);
    }

    [Fact]
    public void Build_Twice_SaysWhatIsWrong()
    {
        var build = () => new EmbeddingGeneratorBuilder<string, Embedding<float>>(Generator()).UseBudget(Budget).Build();

        build.Should().Throw<InvalidOperationException>().WithMessage("*charged twice*");
    }

    private IEmbeddingGenerator<string, Embedding<float>> Generator() =>
        new EmbeddingGeneratorBuilder<string, Embedding<float>>(Inner()).UseBudget((_, _) => Budget, Configure).Build();

    private void Configure(AIBudgetOptions options)
    {
        options.Prices = options.Prices.With(ModelName, new ModelPrice(new TokenRates { Input = 1m, Output = 0m }));
        options.OnCost = Costs.Add;
    }

    private FakeGenerator<string> Inner() => new(values =>
    {
        _calls++;
        if (_failure is not null)
            throw _failure;
        var tokens = values.Sum(System.Text.Encoding.UTF8.GetByteCount);
        Bills.Add(tokens / 1_000_000m, _reports);
        return new(values.Select(_ => new Embedding<float>(new float[2]) { ModelId = ModelName })) { Usage = _reports ? new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens } : null };
    });

    private sealed class FakeGenerator<TInput>(Func<IEnumerable<TInput>, GeneratedEmbeddings<Embedding<float>>> generate) : IEmbeddingGenerator<TInput, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.Run(() => generate(values), cancellationToken);

        public object? GetService(Type serviceType, object? serviceKey = null) =>
            serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("fake", null, ModelName) : null;

        public void Dispose()
        {
        }
    }
}
