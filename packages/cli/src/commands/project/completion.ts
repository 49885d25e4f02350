import { Argument, type Command } from 'commander';
import type { Cli } from '../../cli.js';
import { completionScript, SHELLS, type Shell } from './completion-script.js';

/** `celeriac completion bash|zsh|fish` */
export function completionCommand(cli: Cli): Command {
  const command = cli
    .command('completion', 'Print a script that completes commands and options in a shell', [
      'completion bash >> ~/.bashrc',
      'completion zsh >> ~/.zshrc',
      'completion fish > ~/.config/fish/completions/celeriac.fish',
    ])
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS));
  return command.action(
    cli.action(({ output }, _options: object, shell: Shell) => {
      output.show(completionScript(command.parent ?? command, shell), (script) => script);
      return Promise.resolve();
    }),
  );
}
