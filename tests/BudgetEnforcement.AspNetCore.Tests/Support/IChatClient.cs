namespace BudgetEnforcement.AspNetCore.Tests.Support;

/// <summary>What the page of the package needs of a client of models.</summary>
internal interface IChatClient
{
    Task<ChatAnswer> GetResponseAsync(string question);
}

#pragma warning disable CA1812 // No client is made: the code of the page is compiled, not run.
/// <summary>An answer of a model.</summary>
internal sealed record ChatAnswer(string Text);
