using System.CommandLine;
namespace BudgetEnforcement.Demo.Train;
internal static class TrainCommand { internal static Command Create(DemoHost host) => new("train"); }
