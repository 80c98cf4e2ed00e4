using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;

#pragma warning disable MEAI001 // Responses in the background are new in Microsoft.Extensions.AI.

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>Responses in the background go on when their call has ended, so they are refused before anything is sent.</summary>
public sealed class BackgroundTests : BilledTest
{
    public static TheoryData<ChatOptions> Options => new()
    {
        new ChatOptions { AllowBackgroundResponses = true },
        new ChatOptions { ContinuationToken = ResponseContinuationToken.FromBytes(new byte[] { 1 }) },
    };

    [Theory]
    [MemberData(nameof(Options))]
    public async Task GetResponse_InTheBackground_IsNotMadeAndSaysWhy(ChatOptions options)
    {
        await Client().Awaiting(client => client.Ask("hello", options)).Should().ThrowAsync<NotSupportedException>().WithMessage("*AllowBackgroundResponses*");

        (Model.Asked.Count, Budget.Spent).Should().Be((0, 0m));
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void GetStreamingResponse_InTheBackground_IsNotMadeAndSaysWhy(ChatOptions options)
    {
        Client().Invoking(client => client.Stream("hello", options)).Should().Throw<NotSupportedException>().WithMessage("*AllowBackgroundResponses*");

        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_ThatForbidsTheBackground_IsMade()
    {
        await Client().Ask("hello", new ChatOptions { AllowBackgroundResponses = false });

        Model.Asked.Should().ContainSingle();
    }
}
