using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BudgetEnforcement.Portkey.Tests.Gateway;
using BudgetEnforcement.Tests;

[assembly: AssemblyFixture(typeof(PortkeyGateway))]

namespace BudgetEnforcement.Portkey.Tests.Gateway;

/// <summary>
/// Portkey's own gateway, as npm has it, on loopback. Where node or npm is missing, or npm does not reach its registry, the tests are skipped, or fail
/// where the variable REQUIRE_PORTKEY_GATEWAY is set.
/// </summary>
public sealed class PortkeyGateway : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Files = ["package.json", "package-lock.json", ".npmrc", "loopback.cjs"];

    // Each target framework has tests of its own, which run at the same time.
    private static readonly string Folder = Path.Combine(
        RepositoryFiles.Root, "tests", "BudgetEnforcement.Portkey.Tests", "obj", "gateway-" + Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)));

    private readonly Lazy<Task<(Process Process, Uri Address)>> _gateway = new(StartAsync);

    /// <summary>Where it listens; the first call starts it.</summary>
    internal async Task<Uri> AddressAsync() => (await _gateway.Value).Address;

    public void Dispose()
    {
        if (!_gateway.IsValueCreated || !_gateway.Value.IsCompletedSuccessfully)
            return;
        using var process = _gateway.Value.Result.Process;
        process.StandardInput.Close(); // It ends with its input, so also when the tests are killed.
        process.WaitForExit(Patience);
    }

    private static async Task<(Process Process, Uri Address)> StartAsync()
    {
        if (await InstallAsync() is { } obstacle)
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("REQUIRE_PORTKEY_GATEWAY") is not null, obstacle);
            throw new InvalidOperationException("REQUIRE_PORTKEY_GATEWAY is set, and " + obstacle);
        }

        for (var tries = 1; ; tries++)
        {
            try
            {
                return await StartAtAsync(FreePort());
            }
            catch (InvalidOperationException) when (tries < 3)
            {
                continue; // Another program may have taken the port meanwhile.
            }
        }
    }

    private static async Task<(Process Process, Uri Address)> StartAtAsync(string port)
    {
        var process = Start("node", "--require", "./loopback.cjs", "node_modules/@portkey-ai/gateway/build/start-server.js", "--headless", $"--port={port}");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var address = new Uri($"http://127.0.0.1:{port}/v1/");
        await UntilItAnswersAsync(process, address);
        return (process, address);
    }

    /// <summary>Installs it where it is not yet.</summary>
    /// <returns>Why that is not possible; null where it is installed.</returns>
    private static async Task<string?> InstallAsync()
    {
        var lockFile = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Gateway", "package-lock.json"));
        var mark = Path.Combine(Folder, "installed");
        if (File.Exists(mark) && await File.ReadAllTextAsync(mark) == lockFile)
            return await RunAsync("node", "--version") is 0 ? null : "node is not installed.";

        Directory.CreateDirectory(Folder);
        foreach (var file in Files)
            File.Copy(Path.Combine(AppContext.BaseDirectory, "Gateway", file), Path.Combine(Folder, file), overwrite: true);
        if (await RunAsync("node", "--version") is not 0)
            return "node is not installed.";
        var npm = await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", "ci", "--ignore-scripts", "--fetch-retries=1", "--loglevel=error");
        if (npm is not 0)
            return npm is null ? "npm is not installed." : $"npm could not install Portkey's gateway (exit code {npm}); perhaps it does not reach its registry.";
        await File.WriteAllTextAsync(mark, lockFile);
        return null;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>Its exit code; null where there is no such program.</returns>
    private static async Task<int?> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Start(program, arguments);
            process.StandardInput.Close();
            using var timeout = new CancellationTokenSource(Patience);
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token), process.WaitForExitAsync(timeout.Token));
            return process.ExitCode;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static string FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task UntilItAnswersAsync(Process process, Uri address)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var http = new HttpClient();
        while (true)
        {
            if (process.HasExited)
                throw new InvalidOperationException($"The gateway ended with the code {process.ExitCode}.");
            try
            {
                await http.GetStringAsync(new Uri(address, "/"), timeout.Token);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, timeout.Token);
            }
        }
    }
}
