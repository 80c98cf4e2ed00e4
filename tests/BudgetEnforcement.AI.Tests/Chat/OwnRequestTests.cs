using System.Text.Json;
using BudgetEnforcement.AI.Tests.Support;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using OpenAI.Responses;
using EmbeddingGenerationOptions = OpenAI.Embeddings.EmbeddingGenerationOptions;

namespace BudgetEnforcement.AI.Tests.Chat;

/// <summary>What is read of requests that users make with the client's own types.</summary>
public sealed class OwnRequestTests : BilledTest
{
    [Fact]
    public async Task GetResponse_WhoseOwnRequestAsksForTheBackground_IsNotMade()
    {
        var options = new ChatOptions { RawRepresentationFactory = _ => new CreateResponseOptions { BackgroundModeEnabled = true } };

        await Client().Awaiting(client => client.Ask("hello", options)).Should().ThrowAsync<NotSupportedException>();
        await Client().Awaiting(client => client.Stream("hello", options).ReadAll()).Should().ThrowAsync<NotSupportedException>();

        Model.Asked.Should().BeEmpty();
    }

    [Fact]
    public async Task GetResponse_WhoseFactoryThrows_ThrowsThatBeforeAnythingIsHeld()
    {
        var options = new ChatOptions { RawRepresentationFactory = _ => throw new FormatException() };

        await Client().Awaiting(client => client.Ask("hello", options)).Should().ThrowAsync<FormatException>();

        (Model.Asked.Count, Budget.Reserved).Should().Be((0, 0m));
    }

    public static TheoryData<Action<CreateResponseOptions>, bool, bool, bool> Parts => new()
    {
        { own => own.Temperature = 0.5f, true, false, false },
        { own => own.PreviousResponseId = "resp_1", true, true, false },
        { own => own.InputItems.Add(ResponseItem.CreateUserMessageItem("hello")), true, false, false },
        { own => own.InputItems.Add(ResponseItem.CreateUserMessageItem([ResponseContentPart.CreateInputImagePart(new Uri("http://x.test/a.png"))])), true, true, false },
        { own => own.InputItems.Add(ResponseItem.CreateReferenceItem("item_1")), true, true, false },
        { own => own.Tools.Add(ResponseTool.CreateWebSearchTool()), true, false, true },
        { own => own.Patch.Set("$.prompt"u8, BinaryData.FromString("""{"id":"pmpt_1"}""")), false, true, true },
        { own => own.Patch.Set("$.n"u8, 3), true, false, true },
        { own => own.Patch.Set("$.n"u8, 1), true, false, false },
        { own => own.Patch.Set("$.n"u8, "1"), false, true, true },
        { own => own.Patch.Set("$.max_tokens"u8, BinaryData.FromString("[5]")), false, true, true },
        { own => own.Patch.Set("$.model"u8, 5), false, true, true },
        { own => own.Patch.Set("$.input"u8, BinaryData.FromString("\"\\ud800\"")), false, true, true },
        { own => own.Patch.Set("$.prediction"u8, BinaryData.FromString("""{"type":"content","content":"x"}""")), false, true, true },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Of_EachPart_SaysWhatHasNoBound(Action<CreateResponseOptions> set, bool isUnderstood, bool hasUnboundedInput, bool hasUnboundedCost)
    {
        var own = new CreateResponseOptions();
        set(own);

        var read = OwnRequest.Of(own);

        (read.IsUnderstood, read.HasUnboundedInput, read.HasUnboundedCost).Should().Be((isUnderstood, hasUnboundedInput, hasUnboundedCost));
    }

    [Theory]
    [InlineData(null, null, false)]
    [InlineData("default", "default", false)]
    [InlineData("auto", null, true)]
    [InlineData("priority", null, true)]
    [InlineData("flex", null, true)]
    public void Tiers_OfEachName_AreThoseThatTheAnswerMayComeIn(string? asked, string? named, bool mayBeAny)
    {
        var own = new ChatCompletionOptions();
        if (asked is not null)
            own.ServiceTier = new ChatServiceTier(asked);

        OwnRequest.Of(own).Tiers(null).Should().Be(new TierChoice(named, mayBeAny));
    }

    [Fact]
    public void MostTokensOf_TextsThatAreEscaped_CountsThemAsTheyAreRead()
    {
        var json = JsonDocument.Parse("""{"a":"\ufdfa\ufdfa\ufdfa"}""").RootElement;

        OwnParts.MostTokensOf(json).Should().BeGreaterThan(3 * 33, "each of them is 33 bytes when it is normalized");
    }

    [Fact]
    public void Make_AskedAgain_MakesTheSameRequestOrThrows()
    {
        var cap = 10;
        Func<int, object?> factory = _ => new ChatCompletionOptions { MaxOutputTokenCount = cap };
        var made = factory(0);
        var own = new OwnFactory<int>(factory, made, OwnRequest.Of(made));

        own.Make(0).Should().BeSameAs(made);
        own.Make(0).Should().BeOfType<ChatCompletionOptions>().And.NotBeSameAs(made, "the client may have changed the first");
        cap = 20;
        own.Invoking(it => it.Make(0)).Should().Throw<InvalidOperationException>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_EmbeddingOptions_IsUnderstoodUnlessTheyArePatched(bool isPatched)
    {
        var own = new EmbeddingGenerationOptions { Dimensions = 100 };
        if (isPatched)
            own.Patch.Set("$.input"u8, "much more");

        OwnRequest.Of(own).IsUnderstood.Should().Be(!isPatched);
    }
}
