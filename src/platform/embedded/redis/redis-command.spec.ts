import { describe, expect, it } from '@jest/globals';
import { redisCommand } from './redis-command.js';

const PLACE = { port: 20_000, password: 'a1b2c3d4' };

describe('redisCommand', () => {
  it('binds to this machine, and writes every task to the append-only file', () => {
    const { file, args } = redisCommand({ kind: 'server', file: '/bin/valkey-server' }, '/data', PLACE);
    expect(file).toBe('/bin/valkey-server');
    expect(args.join(' ')).toBe(
      'password.conf --port 20000 --bind 127.0.0.1 --protected-mode yes ' +
        '--daemonize no --appendonly yes --appendfsync everysec --save  --maxmemory-policy noeviction',
    );
  });

  it('hides the password from process lists', () => {
    for (const kind of ['server', 'docker'] as const) {
      const { args } = redisCommand({ kind, file: '/bin/it', user: '0:0' }, '/data', PLACE);
      expect(args.join(' ')).not.toContain(PLACE.password);
    }
  });

  it('runs the same server in a container, published on this machine only', () => {
    const docker = { kind: 'docker', file: '/bin/docker', user: '1000:1000' } as const;
    const { args, container } = redisCommand(docker, '/a b/,"c"', PLACE);
    expect(container).toMatch(/^celeriac-redis-[0-9a-f]{12}$/);
    expect(args).toEqual([
      ...['run', '--rm', '--name', container, '--user', '1000:1000', '--publish', '127.0.0.1:20000:20000'],
      ...['--mount', 'type=bind,"source=/a b/,""c""","target=/a b/,""c"""', '--workdir', '/a b/,"c"'],
      ...['--entrypoint', 'redis-server', 'redis:7-alpine', 'password.conf'],
      ...['--port', '20000', '--protected-mode', 'no'],
      ...['--daemonize', 'no', '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
      ...['--maxmemory-policy', 'noeviction'],
    ]);
  });

  it('names a container after its folder', () => {
    const nameFor = (folder: string) =>
      redisCommand({ kind: 'docker', file: 'docker', user: '0:0' }, folder, PLACE).container;
    expect(nameFor('/a')).toBe(nameFor('/a'));
    expect(nameFor('/a')).not.toBe(nameFor('/b'));
  });
});
