import type { Command } from 'commander';

/** The words that may follow a command: its subcommands and options. */
interface Completion {
  /** `queue limit`; empty for the program itself. */
  readonly path: string;
  readonly words: readonly string[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** A script that completes commands and options; it asks no API. */
export function completionScript(program: Command, shell: Shell): string {
  const all = completionsOf(program, '');
  if (shell === 'fish') return fishScript(all);
  const zsh = 'autoload -U +X bashcompinit && bashcompinit\n';
  return `${shell === 'zsh' ? zsh : ''}${bashScript(all)}`;
}

function completionsOf(command: Command, path: string): Completion[] {
  const children = command.commands.map((child) => child.name());
  const options = command.options
    .filter(({ hidden }) => !hidden)
    .map(({ long, short }) => long ?? short ?? '');
  const deeper = command.commands.flatMap((child) => completionsOf(child, `${path} ${child.name()}`.trim()));
  return [{ path, words: [...children, ...options, '--help'] }, ...deeper];
}

/** The path is the words so far that are commands: arguments and options between them are passed over. */
function bashScript(completions: readonly Completion[]): string {
  const cases = completions.map(({ path, words }) => `    '${path}') words='${words.join(' ')}' ;;`);
  return `_celeriac() {
  local path='' next word words
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    next="\${path:+$path }$word"
    if [[ $'\\n'"$_celeriac_paths"$'\\n' == *$'\\n'"$next"$'\\n'* ]]; then path="$next"; fi
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
_celeriac_paths='${completions.map(({ path }) => path).join('\n')}'
complete -o default -F _celeriac celeriac
`;
}

function fishScript(completions: readonly Completion[]): string {
  return completions
    .map(({ path, words }) => {
      const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
      const condition = path === '' ? '__fish_use_subcommand' : seen.join('; and ');
      return `complete -c celeriac -f -n '${condition}' -a '${words.join(' ')}'\n`;
    })
    .join('');
}
