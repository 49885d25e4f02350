import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Injectable, Module, Post } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { BackgroundTasksModule } from '../../src/platform/background-tasks/background-tasks.module.js';
import { BackgroundTasks } from '../../src/platform/background-tasks/background-tasks.js';
import { OnBackgroundEvent } from '../../src/platform/background-tasks/on-background-event.js';
import { WithBackgroundEvents } from '../../src/platform/background-tasks/with-background-events.js';
import { RequireRole } from '../../src/api/access/require-role.decorator.js';
import { RecordingLogger, startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class Noted {
  constructor(readonly word: string) {}
}

class Unheard {}

const notes: string[] = [];
const gate = { wait: () => Promise.resolve() };

@Injectable()
class NoteListener {
  @OnBackgroundEvent(Noted)
  async note({ word }: Noted): Promise<void> {
    await gate.wait();
    if (word === 'broken') throw new Error('this one is broken');
    notes.push(word);
  }
}

@Controller('notes')
@WithBackgroundEvents()
class NotesController {
  constructor(private readonly backgroundTasks: BackgroundTasks) {}

  @Post('three')
  @RequireRole('submitter')
  three(): string[] {
    for (const word of ['first', 'broken', 'last']) this.backgroundTasks.add(new Noted(word));
    return [...notes];
  }

  @Post('failing')
  @RequireRole('submitter')
  failing(): never {
    this.backgroundTasks.add(new Noted('never'));
    throw new Error('the request fails');
  }

  @Post('unheard')
  @RequireRole('submitter')
  unheard(): void {
    this.backgroundTasks.add(new Unheard());
  }
}

/** Calls BackgroundTasks by itself, so it needs no decorator. */
@Controller('actions')
class ActionsController {
  constructor(private readonly backgroundTasks: BackgroundTasks) {}

  @Post('three')
  @RequireRole('submitter')
  three(): string[] {
    const { backgroundTasks } = this;
    backgroundTasks.run('note first', () => gate.wait().then(() => notes.push('first')));
    backgroundTasks.run('note nothing', () => {
      throw new Error('this one is broken');
    });
    backgroundTasks.add(new Noted('by event'));
    backgroundTasks.run('note last', () => notes.push('last'));
    return [...notes];
  }

  @Post('failing')
  @RequireRole('submitter')
  failing(): never {
    this.backgroundTasks.run('note never', () => notes.push('never'));
    throw new Error('the request fails');
  }
}

/** Only its service knows BackgroundTasks. */
@Injectable()
class Notary {
  constructor(private readonly backgroundTasks: BackgroundTasks) {}

  note(): void {
    this.backgroundTasks.run('note quietly', () => notes.push('quiet'));
  }
}

@Controller('services')
class ServicesController {
  constructor(private readonly notary: Notary) {}

  @Post('undecorated')
  @RequireRole('submitter')
  undecorated(): void {
    this.notary.note();
  }

  @Post('decorated')
  @RequireRole('submitter')
  @WithBackgroundEvents()
  decorated(): void {
    this.notary.note();
  }
}

@Module({
  imports: [BackgroundTasksModule],
  controllers: [NotesController, ActionsController, ServicesController],
  providers: [NoteListener, Notary],
})
class NotesModule {}

describe('background events', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;
  let backgroundTasks: BackgroundTasks;
  const logger = new RecordingLogger();

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [NotesModule], logger });
    backgroundTasks = app.get(BackgroundTasks, { strict: false });
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  beforeEach(() => {
    notes.length = 0;
    logger.lines.length = 0;
    Object.assign(backgroundTasks.counts, { succeeded: 0, failed: 0, dropped: 0 });
    gate.wait = () => Promise.resolve();
  });

  it('run after the response, in order, even if one fails', async () => {
    const { body } = await request(app.getHttpServer()).post('/notes/three').expect(201);
    expect(body).toEqual([]);
    await backgroundTasks.settled();
    expect(notes).toEqual(['first', 'last']);
    expect(backgroundTasks.counts).toEqual({ succeeded: 2, failed: 1, dropped: 0 });
  });

  it('are logged with the id of their request', async () => {
    await request(app.getHttpServer()).post('/notes/three').set('X-Request-Id', 'request-7');
    await backgroundTasks.settled();
    const ofRequest = logger.lines.filter((line) => line.includes('"request_id":"request-7"'));
    const lines = ofRequest.filter((line) => line.endsWith(' BackgroundTasks'));
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('Background event Noted failed: Error: this one is broken');
  });

  it('do not run if the request failed', async () => {
    await request(app.getHttpServer()).post('/notes/failing').expect(500);
    await backgroundTasks.settled();
    expect(notes).toEqual([]);
    expect(backgroundTasks.counts).toEqual({ succeeded: 0, failed: 0, dropped: 1 });
  });

  it('are one line in a controller that injects them', async () => {
    const post = request(app.getHttpServer()).post('/actions/three').set('X-Request-Id', 'request-8');
    expect((await post.expect(201)).body).toEqual([]);
    await backgroundTasks.settled();
    expect(notes).toEqual(['first', 'by event', 'last']);
    expect(backgroundTasks.counts).toEqual({ succeeded: 3, failed: 1, dropped: 0 });
    const lines = logger.lines.filter((line) => line.includes('"request_id":"request-8"'));
    expect(lines.join('\n')).toContain('Background event note nothing failed: Error: this one is broken');
    await request(app.getHttpServer()).post('/actions/failing').expect(500);
    await backgroundTasks.settled();
    expect(backgroundTasks.counts).toEqual({ succeeded: 3, failed: 1, dropped: 1 });
  });

  it('need a decorator if only a service knows of them', async () => {
    await request(app.getHttpServer()).post('/services/decorated').expect(201);
    await backgroundTasks.settled();
    expect(notes).toEqual(['quiet']);
    await request(app.getHttpServer()).post('/services/undecorated').expect(500);
    expect(logger.lines.join()).toContain('The background event note quietly belongs to no request');
  });

  it('are refused without a listener and outside of a request', async () => {
    await request(app.getHttpServer()).post('/notes/unheard').expect(500);
    expect(logger.lines.join()).toContain('No handler for Unheard');
    expect(() => backgroundTasks.add(new Noted('x'))).toThrow('belongs to no request');
  });
});

describe('background events at shutdown', () => {
  const start = async (variables: Record<string, string>) => {
    const sandbox = await createSandbox(variables);
    const logger = new RecordingLogger();
    const app = await startApi(sandbox.variables, { modules: [NotesModule], logger });
    return { sandbox, logger, app, backgroundTasks: app.get(BackgroundTasks, { strict: false }) };
  };

  it('are completed', async () => {
    const { sandbox, app, backgroundTasks } = await start({});
    notes.length = 0;
    let open: () => void = () => undefined;
    const closed = new Promise<void>((resolve) => (open = resolve));
    gate.wait = () => closed;
    await request(app.getHttpServer()).post('/notes/three').expect(201);
    const closing = app.close();
    open();
    await closing;
    expect(notes).toEqual(['first', 'last']);
    expect(backgroundTasks.counts.dropped).toBe(0);
    await sandbox.clean();
  });

  it('are abandoned after the limit, with a log line', async () => {
    const { sandbox, app, backgroundTasks, logger } = await start({ SHUTDOWN_TIMEOUT_MS: '50' });
    gate.wait = () => new Promise(() => undefined);
    await request(app.getHttpServer()).post('/notes/three').expect(201);
    await app.close();
    expect(backgroundTasks.counts.dropped).toBe(1);
    expect(logger.lines.join()).toContain('Stopping before the background events of 1 request');
    await sandbox.clean();
  });
});
