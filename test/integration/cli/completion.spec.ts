import { execFileSync } from 'node:child_process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../support/run-cli.js';

const NO_API = 'http://127.0.0.1:1';

describe('celeriac completion', () => {
  let script: string;

  beforeAll(async () => {
    script = (await runCli(NO_API, ['completion', 'bash'])).stdout;
  });

  /** The completions that bash offers for the last word. */
  const offered = (...words: string[]) => {
    const ask = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _celeriac`;
    const program = `${script}\n${ask}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', program]).toString().trimEnd().split('\n');
  };

  it('completes commands, subcommands and options in bash', () => {
    expect(offered('celeriac', 'queu')).toEqual(['queues', 'queue']);
    expect(offered('celeriac', 'queue', 'pa')).toEqual(['pause']);
    expect(offered('celeriac', 'queue', 'limit', 'tasks', '--ra')).toEqual(['--rate']);
    expect(offered('celeriac', '--json', 'schedule', 'b')).toEqual(['backfill']);
  });

  it.each(['zsh', 'fish'])('prints a script for %s', async (shell) => {
    const { code, stdout } = await runCli(NO_API, ['completion', shell]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('celeriac') });
    expect(stdout).toContain('revoke-waiting');
  });

  it('refuses another shell', async () => {
    expect(await runCli(NO_API, ['completion', 'cmd'])).toMatchObject({ code: 2 });
  });
});
