using System.Globalization;
using BudgetEnforcement.AI;
using BudgetEnforcement.Prices;

// Turns files of prices that others keep into the book of BudgetEnforcement.AI.
if (args.Length != 7)
{
    Console.Error.WriteLine("budget-prices GENAI_PRICES DATE LICENCE MODELS_DEV DATE LICENCE OUTPUT");
    Console.Error.WriteLine();
    Console.Error.WriteLine("  GENAI_PRICES  data_slim.json or data.json of pydantic/genai-prices: prices, and how endpoints and names match");
    Console.Error.WriteLine("  MODELS_DEV    api.json of models.dev: limits and service tiers");
    Console.Error.WriteLine("  DATE          the day of the file, as 2026-08-21");
    Console.Error.WriteLine("  LICENCE       the file with the text of its licence");
    return 2;
}

try
{
    var genaiPrices = new SourceFile("genai-prices", "https://github.com/pydantic/genai-prices", args[0], args[1], args[2]);
    var modelsDev = new SourceFile("models.dev", "https://models.dev", args[3], args[4], args[5]);
    var facts = Facts.Read(Path.Combine(AppContext.BaseDirectory, "facts.json"));

    var providers = GenaiPrices.Read(genaiPrices.Json);
    ModelsDev.Apply(modelsDev.Json, providers);
    facts.Apply(providers);
    providers.ForEach(provider => provider.DropContradictedLimits());
    providers.ForEach(provider => provider.ThrowIfPriceIsMissing());

    var text = BookText.Write(new BookFile
    {
        Format = PriceBookFile.Format,
        AsOf = genaiPrices.Date,
        Sources = [genaiPrices.Source, modelsDev.Source, facts.Source],
        Providers = [.. providers.Select(provider => provider.ToEntry())],
    });
    File.WriteAllText(args[6], text);
    var book = PriceBook.Load(args[6]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{args[6]}: {providers.Sum(provider => provider.Models.Count)} models of {providers.Count} providers as of {book.AsOf:O}, {text.Length / 1024} kB"));
    return 0;
}
catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
