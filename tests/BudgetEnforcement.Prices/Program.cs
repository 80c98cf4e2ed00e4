Console.WriteLine("budget-prices GENAI_PRICES MODELS_DEV OUT");
