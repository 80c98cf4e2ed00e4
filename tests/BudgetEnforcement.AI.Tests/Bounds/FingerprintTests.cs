namespace BudgetEnforcement.AI.Tests.Bounds;

public sealed class FingerprintTests
{
    [Fact]
    public void Add_OfTextsThatDifferInOneLetter_IsAnotherEach()
    {
        for (var length = 1; length < 100; length++)
        {
            HashSet<ulong> seen = [Of(new string('a', length))];
            for (var at = 0; at < length; at++)
            {
                var letters = new string('a', length).ToCharArray();
                letters[at] = 'b';
                seen.Add(Of(letters)).Should().BeTrue();
            }
        }
    }

    [Fact]
    public void Add_OfTheSamePartsInAnotherOrder_IsAnother()
    {
        // Eight letters are what one lane takes of a block, and 32 are a block.
        foreach (var length in new[] { 1, 4, 8, 16, 32, 64 })
        {
            string[] parts = [new('a', length), new('b', length), new('c', length), new('d', length)];
            var orders = from i in parts from j in parts from k in parts from l in parts select i + j + k + l;

            orders.Select(text => Of(text)).Should().OnlyHaveUniqueItems();
        }
    }

    [Fact]
    public void Add_OfTextsThatAreCutElsewhere_IsAnother()
    {
        var (one, other) = (Fingerprint.New, Fingerprint.New);
        one.Add("ab");
        one.Add("c");
        other.Add("a");
        other.Add("bc");

        one.Value.Should().NotBe(other.Value);
    }

    [Fact]
    public void Add_OfTheSame_IsTheSame() => Of(new string('x', 1_000)).Should().Be(Of(new string('x', 1_000)));

    private static ulong Of(ReadOnlySpan<char> text)
    {
        var fingerprint = Fingerprint.New;
        fingerprint.Add(text);
        return fingerprint.Value;
    }
}
