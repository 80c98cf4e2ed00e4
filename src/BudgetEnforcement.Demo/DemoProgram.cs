using System.Diagnostics;

namespace BudgetEnforcement.Demo;

/// <summary>This program, to be started once more.</summary>
internal static class DemoProgram
{
    /// <summary>Starts it with its input and outputs in the hands of the caller.</summary>
    internal static Process Start(IEnumerable<string> args)
    {
        var start = new ProcessStartInfo
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var assembly = typeof(DemoProgram).Assembly.Location;
        var executable = Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null);

        // As it runs now: by an executable of its own, or by `dotnet budget-demo.dll`.
        if (File.Exists(executable) && Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
        {
            start.FileName = executable;
        }
        else
        {
            start.FileName = Environment.ProcessPath!;
            start.ArgumentList.Add(assembly);
        }

        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }
}
