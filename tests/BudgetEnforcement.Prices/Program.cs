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
    var genaiPrices = SourceFile.GenaiPrices(File.ReadAllText(args[0]), DateOnly.ParseExact(args[1], "yyyy-MM-dd", CultureInfo.InvariantCulture), File.ReadAllText(args[2]));
    var modelsDev = SourceFile.ModelsDev(File.ReadAllText(args[3]), DateOnly.ParseExact(args[4], "yyyy-MM-dd", CultureInfo.InvariantCulture), File.ReadAllText(args[5]));
    var facts = Facts.ReadFile();

    var text = BookMaker.Make(genaiPrices, modelsDev, facts);
    File.WriteAllText(args[6], text);
    var book = PriceBook.Load(args[6]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{args[6]}: as of {book.AsOf:O}, {text.Length / 1024} kB"));
    return 0;
}
catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
