using System.Reflection;
using BudgetEnforcement.AI;
using BudgetEnforcement.Portkey.Tests.Calls;
using BudgetEnforcement.Portkey.Tests.Fake;
using Microsoft.Extensions.Logging;

namespace BudgetEnforcement.Portkey.Tests.Telling;

/// <summary>The log events of the package.</summary>
public sealed class TellingTests : PortkeyTest
{
    [Fact]
    public void Events_OfThisPackageAndTheOthers_HaveIdsAndNamesOfTheirOwn()
    {
        var own = EventsOf(typeof(PortkeyHandler).Assembly).ToList();
        var events = EventsOf(typeof(BudgetEnforcer).Assembly).Concat(EventsOf(typeof(BudgetChatClient).Assembly)).Concat(own).ToList();

        events.Select(it => it.EventId).Should().OnlyHaveUniqueItems();
        events.Select(it => it.EventName).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        own.Select(it => it.EventId).Should().HaveCountGreaterThan(5).And.OnlyContain(id => id >= 120 && id < 140);
    }

    [Fact]
    public async Task Logger_ThatThrows_HarmsNobody()
    {
        Portkey.Instead = Answers.Failing(1, 503);
        var options = new PortkeyCostOptions { ApiKey = FakePortkey.Key, BaseAddress = Portkey.Address, AttemptTimeout = Timeout };

        (await new PortkeyCostClient(Http, options, new Throwing<PortkeyCostClient>(), Clock).GetAsync(Noon, End, Cancelled)).Should().BeEmpty();

        using var recorder = new Recorder { Answer = () => new HttpResponseMessage(System.Net.HttpStatusCode.PreconditionFailed) };
        using var client = new HttpClient(new PortkeyHandler(new PortkeyHandlerOptions(), new Throwing<PortkeyHandler>()) { InnerHandler = recorder });
        await FluentActions.Awaiting(() => client.GetAsync(new Uri("https://api.portkey.ai/v1/models"), Cancelled)).Should().ThrowAsync<PortkeyLimitException>();
    }

    private static IEnumerable<LoggerMessageAttribute> EventsOf(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let attribute = method.GetCustomAttribute<LoggerMessageAttribute>()
        where attribute is not null
        select attribute;

    private sealed class Throwing<T> : ILogger<T>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => throw new InvalidOperationException("no");

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => throw new InvalidOperationException("no");
    }
}
