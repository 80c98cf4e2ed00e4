using System.CommandLine;

namespace BudgetEnforcement.Tool.CommandLine;

/// <summary><c>completion</c>: the text that a shell has to read once so that the tab key completes; it asks <c>budget [suggest]</c> then.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _budget_completions() {
          local line=${COMP_LINE} IFS=$'\n'
          COMPREPLY=($(compgen -W "$(budget "[suggest:${COMP_POINT}]" "${line}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _budget_completions budget
        """;

    private const string Zsh =
        """
        _budget_completions() {
          local -a found
          found=("${(@f)$(budget "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          compadd -a found
          _files
        }
        compdef _budget_completions budget
        """;

    private const string Fish =
        """
        complete -c budget -a '(budget "[suggest:"(string length (commandline -cp))"]" (commandline -cp) 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        Register-ArgumentCompleter -Native -CommandName budget -ScriptBlock {
          param($word, $line, $position)
          budget "[suggest:$position]" "$line" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    internal static Command Create(ToolHost host)
    {
        var shell = new Argument<string>("SHELL")
        {
            Description = "bash, zsh, fish or pwsh.",
            CustomParser = result =>
            {
                var text = result.Tokens.Single().Value;
                if (ScriptOf(text) is null)
                    result.AddError($"{Printable.Quote(text)} is none of bash, zsh, fish, pwsh.");
                return text;
            },
        };
        shell.CompletionSources.Add("bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints what makes a shell complete the commands and options of budget.") { shell };
        HelpWithExamples.Add(command, "budget completion bash >> ~/.bashrc", "budget completion pwsh >> $PROFILE");
        command.SetAction(parsed =>
        {
            host.Output.WriteLine(ScriptOf(parsed.GetRequiredValue(shell)));
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string? ScriptOf(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "pwsh" => PowerShell,
        _ => null,
    };
}
