using System.Text;
using CsCheck;

namespace BudgetEnforcement.AI.Tests.Prices;

/// <summary>Books with a few bytes changed are read, or refused as what they are.</summary>
public sealed class PriceBookFuzzTests
{
    private static readonly byte[] Book = Encoding.UTF8.GetBytes("""
        {"format":1,"asOf":"2026-08-21","sources":[{"name":"s","url":"https://s.example","asOf":"2026-08-21","license":"MIT","notice":"n"}],"providers":[
        {"id":"p","endpoint":"https://(api\\.)?p\\.example(/|$)","names":["*p* & q*"],"fallback":["r"],"unpricedTiers":[{"tier":"priority","atMostTimes":2.5,"onRequest":true}],"models":[
        {"id":"m","match":["m-*","/^n[0-9]+$/"],"inputLimit":100,"reasons":true,"prices":[{"input":2,"output":8},
        {"from":"2026-01-01","until":"2027-01-01","startTime":"00:30:00","endTime":"16:30:00","above":50,"tier":"us","onRequest":true,"input":1.25,"output":2e1,"cachedInput":0.1}]}]},
        {"id":"r","endpoint":"https://r","models":[]}]}
        """);

    private static readonly byte[] Bytes = Encoding.UTF8.GetBytes("0123456789-.,:\"'{}[]()\\/*&?+ eEnulltrfas");

    [Fact]
    public void Load_OfAChangedBook_ReadsOrRefusesIt() =>
        Gen.Select(Gen.Int[0, Book.Length - 1], Gen.Frequency((5, Gen.OneOfConst(Bytes)), (1, Gen.Byte)), Gen.Int[0, 2]).Array[1, 3].Sample(
            changes =>
            {
                List<byte> book = [.. Book];
                foreach (var (at, value, kind) in changes)
                {
                    var index = Math.Min(at, book.Count - 1);
                    if (kind == 0)
                        book[index] = value;
                    else if (kind == 1)
                        book.RemoveAt(index);
                    else
                        book.Insert(index, value);
                }

                try
                {
                    using var stream = new MemoryStream([.. book]);
                    PriceBook.Load(stream).TryFind(new Uri("https://api.p.example/v1"), null, "m-2", out var price);
                    price?.Maximum(new AIBound { InputTokens = 60, OutputTokens = 60 }, default);
                }
                catch (FormatException)
                {
                    // That is how a book is refused.
                }
            },
            iter: 20_000);
}
