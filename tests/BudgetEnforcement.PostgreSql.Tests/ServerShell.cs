using System.Diagnostics;

namespace BudgetEnforcement.PostgreSql.Tests;

/// <summary>Starts a shell that owns a server, as a user that is not root, which servers refuse to be. It ends the server when its input ends.</summary>
internal static class ServerShell
{
    /// <param name="script">What the shell runs. Its first line of output is the folder of the server's socket.</param>
    /// <param name="what">What is started, for people.</param>
    /// <param name="folder">The folder of the socket.</param>
    /// <param name="arguments">The arguments of the script.</param>
    internal static Process Start(string script, string what, out string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = "/", UseShellExecute = false };

        // Debian's package has made a user for it.
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", "sh", "-c"] : ["sh", "-c"];
        start.FileName = command[0];
        foreach (var argument in command[1..].Append(script).Append("sh").Concat(arguments))
            start.ArgumentList.Add(argument);
        var shell = Process.Start(start)!;
        folder = shell.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{what} does not start; what it says is above.");
        return shell;
    }
}
