import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt } from 'class-validator';
import { build } from 'esbuild';
import request from 'supertest';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { type InstalledPackage, installPackage } from '../support/installed-package.js';
import { type Stand, startStand } from '../support/stand.js';

const MODULES = resolve('packages/client/node_modules');
const MOST_BYTES = 8_000;
/** npm runs four times. */
const START_LIMIT_MS = 120_000;

class ReportPayload {
  @ApiProperty()
  @IsInt()
  month!: number;
}

class Report {
  @ApiProperty()
  pages!: number;
}

@Task({ name: 'reports.build', queue: 'tasks', payload: ReportPayload, result: Report })
class BuildReportTask implements TaskHandler<ReportPayload, Report> {
  run({ month }: ReportPayload): Promise<Report> {
    return Promise.resolve({ pages: month * 10 });
  }
}

@Module({ providers: [BuildReportTask] })
class ReportsModule {}

const CHECKS = `
console.log(pages.toFixed());
// @ts-expect-error not the payload of this task
void (() => client.submit('reports.build', { month: 'May' }));
`;

const docs = readFileSync('docs/client.md', 'utf8');
const blocks = [...docs.matchAll(/^```ts\n([^]*?)^```/gm)].map(([, block = '']) => block);
const own = blocks.filter((block) => block.includes('./celeriac.js'));
const program = blocks.filter((block) => !own.includes(block)).join('\n');
/** The expected output of the program, from its comments. */
const prints = [...program.matchAll(/(?:console\.log\(.*\);|^}) \/\/ (.+)$/gm)].map(([, printed]) => printed);

describe('the packed client', () => {
  let stand: Stand;
  let installed: InstalledPackage;

  beforeAll(async () => {
    stand = await startStand({ modules: [ReportsModule] });
    await stand.app.listen(0, '127.0.0.1');
    const url = await stand.app.getUrl();
    installed = await installPackage('client');
    const { text } = await request(stand.app.getHttpServer()).get('/openapi.json').expect(200);
    await installed.write('openapi.json', text);
    // The lines of docs/client.md
    const generator = resolve(MODULES, 'openapi-typescript/bin/cli.js');
    await installed.run(process.execPath, [generator, 'openapi.json', '--output', 'celeriac.ts']);
    await installed.write('program.ts', program.replace('http://localhost:8000', url));
    await installed.write('own.ts', `${own.join('').replace('http://localhost:8000', url)}\n${CHECKS}`);
    await installed.write('globals.d.ts', 'declare const process: { argv: string[] };');
  }, START_LIMIT_MS);

  afterAll(async () => {
    await installed.remove();
    await stand.stop();
  });

  it('contains modules, their declarations, a README and the licence, and nothing else', () => {
    const others = installed.files.filter((file) => !/^dist\/[a-z/-]+\.(js|d\.ts)$/.test(file));
    expect(others.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
    expect(installed.files).toEqual(expect.arrayContaining(['dist/index.js', 'dist/index.d.ts']));
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for programs with module %s and moduleResolution %s', async (module, resolution) => {
    const options = ['--module', module, '--moduleResolution', resolution, '--target', 'es2023'];
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--lib', 'es2023,dom,dom.asynciterable'];
    const compiler = resolve(MODULES, 'typescript/bin/tsc');
    const files = ['program.ts', 'own.ts', 'globals.d.ts'];
    const run = installed.run(process.execPath, [compiler, ...options, ...strict, ...files]);
    expect(await run.catch((error: unknown) => (error as { readonly stdout: string }).stdout)).toBe('');
  });

  it('does what docs/client.md says', async () => {
    const printed = await installed.run(process.execPath, ['program.js']);
    expect(printed.trim().split('\n')).toEqual(prints);
    expect(prints.length).toBeGreaterThan(3);
    expect(await installed.run(process.execPath, ['own.js'])).toBe('50\n');
  });

  it('has the first example of docs/client.md in its README', async () => {
    expect(await readFile('packages/client/README.md', 'utf8')).toContain(`\`\`\`ts\n${blocks[0]}\`\`\``);
  });

  it(`takes less than ${MOST_BYTES} bytes of a page`, async () => {
    const { outputFiles } = await build({
      entryPoints: ['packages/client/src/index.ts'],
      bundle: true,
      minify: true,
      write: false,
      format: 'esm',
      target: 'es2022',
    });
    expect(gzipSync(outputFiles[0]?.contents ?? '').byteLength).toBeLessThan(MOST_BYTES);
  });

  it('has the types of the API as it is now (if not: npm run client:types)', async () => {
    const script = resolve('packages/client/scripts/write-types.mjs');
    const printed = await installed.run(process.execPath, [script, '--print']);
    expect(printed).toBe(await readFile('packages/client/src/openapi.ts', 'utf8'));
  });
});
