import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ApiExtraModels, ApiProperty, ApiPropertyOptional, getSchemaPath } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Type } from 'class-transformer';
import { IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, ValidateNested } from 'class-validator';
import request from 'supertest';
import { Task, type TaskHandler } from '../../src/core/task/task.js';
import { startApi } from '../support/in-process.js';
import { type Sandbox, createSandbox } from '../support/sandbox.js';

class Weight {
  @ApiProperty({ type: 'integer' })
  @IsInt()
  grams!: number;
}

/** A DTO that contains itself and another one. */
class Parcel {
  @ApiProperty()
  @IsString()
  label!: string;

  @ApiPropertyOptional({ type: Weight })
  @IsOptional()
  @ValidateNested()
  @Type(() => Weight)
  weight?: Weight;

  @ApiPropertyOptional({ type: () => [Parcel] })
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Parcel)
  parcels?: Parcel[];
}

class PackPayload {
  @ApiProperty({ type: () => Parcel })
  @ValidateNested()
  @Type(() => Parcel)
  parcel!: Parcel;
}

@Task({
  name: 'test.pack',
  aliases: ['test.wrap', 'test.box'],
  summary: 'Packs a parcel',
  queue: 'fetch',
  payload: PackPayload,
  result: Parcel,
  example: { parcel: { label: 'a', parcels: [{ label: 'b', weight: { grams: 5 } }] } },
  attempts: 7,
  backoff: { type: 'fixed', delayMs: 250 },
  timeoutMs: 9_000,
  priority: 'high',
  retentionMs: 60_000,
  isolation: 'thread',
  rateLimit: { max: 5, durationMs: 1_000, key: 'parcel' },
})
class PackTask implements TaskHandler<PackPayload, Parcel> {
  run({ parcel }: PackPayload): Promise<Parcel> {
    return Promise.resolve(parcel);
  }
}

@Task({
  name: 'test.plain',
  queue: 'tasks',
  payload: Weight,
  rateLimit: { max: 1, durationMs: 60_000, key: ({ grams }) => String(grams % 2) },
})
class PlainTask implements TaskHandler<Weight, null> {
  run(): Promise<null> {
    return Promise.resolve(null);
  }
}

class Cat {
  @ApiProperty({ enum: ['cat'] })
  @IsIn(['cat'])
  kind!: 'cat';
}

class Dog {
  @ApiProperty({ enum: ['dog'] })
  @IsIn(['dog'])
  kind!: 'dog';
}

class Pet {
  kind!: string;
}

class Place {
  @ApiPropertyOptional()
  street?: string;
}

/** One field is one of two DTOs; another is documented by a DTO, but checked as any object. */
@ApiExtraModels(Cat, Dog)
class KeepPayload {
  @ApiProperty({
    oneOf: [{ $ref: getSchemaPath(Cat) }, { $ref: getSchemaPath(Dog) }],
    discriminator: { propertyName: 'kind', mapping: { cat: getSchemaPath(Cat), dog: getSchemaPath(Dog) } },
  })
  @ValidateNested()
  @Type(() => Pet, {
    keepDiscriminatorProperty: true,
    discriminator: {
      property: 'kind',
      subTypes: [
        { value: Cat, name: 'cat' },
        { value: Dog, name: 'dog' },
      ],
    },
  })
  pet!: Cat | Dog;

  @ApiPropertyOptional({ type: () => Place })
  @IsOptional()
  @IsObject()
  place?: Place;
}

@Task({ name: 'test.keep', queue: 'tasks', payload: KeepPayload })
class KeepTask implements TaskHandler<KeepPayload, null> {
  run(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** Two names that differ only in the separators of their words. */
@Task({ name: 'test.pick-up', queue: 'tasks', payload: Weight, result: Number })
class PickUpTask implements TaskHandler<Weight, number> {
  run({ grams }: Weight): Promise<number> {
    return Promise.resolve(grams);
  }
}

@Task({ name: 'test.pick.up', queue: 'tasks', payload: Weight, result: String })
class PickThenUpTask implements TaskHandler<Weight, string> {
  run({ grams }: Weight): Promise<string> {
    return Promise.resolve(`${grams} g`);
  }
}

@Module({ providers: [PackTask, PlainTask, KeepTask, PickUpTask, PickThenUpTask] })
class TestTasks {}

describe('task types', () => {
  let sandbox: Sandbox;
  let app: NestExpressApplication;

  beforeAll(async () => {
    sandbox = await createSandbox();
    app = await startApi(sandbox.variables, { modules: [TestTasks] });
  });

  afterAll(async () => {
    await app.close();
    await sandbox.clean();
  });

  const get = async (path: string) => (await request(app.getHttpServer()).get(path).expect(200)).body;
  /** Compiles a schema alone: a reference outside of it would throw. */
  const check = (schema: object) => {
    const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    return (value: unknown) => validate(value);
  };

  it('lists everything that can be submitted, by name', async () => {
    const { items } = await get('/task-types');
    const names = items.map(({ name }: { name: string }) => name);
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining(['fetch.store', 'math.divide', 'notifications.send-email', 'test.pack']),
    );
    for (const item of items) expect(await get(`/task-types/${item.name}`)).toEqual(item);
  });

  it('shows the options of each @Task', async () => {
    expect(await get('/task-types/test.pack')).toMatchObject({
      name: 'test.pack',
      aliases: ['test.wrap', 'test.box'],
      summary: 'Packs a parcel',
      queue: 'fetch',
      defaults: {
        attempts: 7,
        backoff: { type: 'fixed', delay_ms: 250, max_ms: 3_600_000, jitter: 0 },
        timeout_ms: 9_000,
        priority: 'high',
        retention_ms: 60_000,
        isolation: 'thread',
        rate_limit: { max: 5, duration_ms: 1_000, key: 'parcel' },
      },
      example: { parcel: { label: 'a' } },
    });
  });

  it("shows the service's default for every option that @Task omits", async () => {
    const {
      summary,
      aliases,
      defaults,
      result_schema: result,
      example,
      redact,
      columns,
    } = await get('/task-types/test.plain');
    expect({ summary, aliases, redact, columns, result, example }).toEqual({
      summary: 'test.plain',
      aliases: [],
      redact: [],
      columns: [],
      result: {},
      example: null,
    });
    expect(defaults).toEqual({
      attempts: 3,
      backoff: { type: 'exponential', delay_ms: 1_000, max_ms: 60_000, jitter: 0.5 },
      timeout_ms: null,
      priority: 'normal',
      retention_ms: 86_400_000,
      isolation: 'inline',
      rate_limit: { max: 1, duration_ms: 60_000, key: 'a function of the payload' },
    });
    expect((await get('/task-types/math.divide')).defaults.rate_limit).toBeNull();
  });

  it('matches the options of a submit without any', async () => {
    const { defaults, example, name } = await get('/task-types/test.pack');
    const { body } = await request(app.getHttpServer())
      .post(`/tasks/${name}`)
      .send({ payload: example })
      .expect(201);
    expect(body).toMatchObject({ max_attempts: defaults.attempts, priority: defaults.priority });
  });

  it('has self-contained schemas, and valid, accepted examples', async () => {
    const { items } = await get('/task-types');
    for (const { name, payload_schema: payload, result_schema: result, example } of items) {
      expect(() => check(result)).not.toThrow();
      const fits = check(payload);
      expect([name, fits('text')]).toEqual([name, false]);
      if (example === null) continue;
      expect([name, fits(example)]).toEqual([name, true]);
      await request(app.getHttpServer()).post(`/tasks/${name}`).send({ payload: example }).expect(201);
    }
  });

  it('has schemas that include nested types, however deep', async () => {
    const { payload_schema: payload, result_schema: result } = await get('/task-types/test.pack');
    const parcel = (grams: unknown) => ({
      label: 'a',
      parcels: [{ label: 'b', parcels: [{ label: 'c', weight: { grams } }] }],
    });
    for (const [schema, wrapped] of [
      [payload, (value: object) => ({ parcel: value })],
      [result, (value: object) => value],
    ]) {
      const fits = check(schema);
      expect(fits(wrapped(parcel(5)))).toBe(true);
      expect(fits(wrapped(parcel('5')))).toBe(false);
    }
    expect((await get('/task-types/math.divide')).result_schema).toEqual({ type: 'number' });
  });

  it('has schemas without outside references that accept the same nested objects as the check', async () => {
    const { payload_schema: schema } = await get('/task-types/test.keep');
    expect(JSON.stringify(schema)).not.toContain('#/components');
    expect(schema.properties.pet.discriminator.mapping).toEqual({ cat: '#/$defs/Cat', dog: '#/$defs/Dog' });
    const fits = check(schema);
    for (const [payload, isTaken] of [
      [{ pet: { kind: 'cat' } }, true],
      [{ pet: { kind: 'cat', lives: 9 } }, false],
      [{ pet: { kind: 'cow' } }, false],
      [{ pet: { kind: 'dog' }, place: { street: 'A', x: 1 } }, true],
      [{ pet: { kind: 'dog' }, nest: 1 }, false],
    ] as const) {
      expect([payload, fits(payload)]).toEqual([payload, isTaken]);
      const answer = await request(app.getHttpServer()).post('/tasks/test.keep').send({ payload });
      expect([payload, answer.status]).toEqual([payload, isTaken ? 201 : 422]);
    }
  });

  it('shares the schemas of the OpenAPI document', async () => {
    const { components } = await get('/openapi.json');
    const { payload_schema: schema } = await get('/task-types/math.divide');
    expect(schema).toEqual(components.schemas.DividePayload);
  });

  it('has separate results in the OpenAPI document for names that differ only in a separator', async () => {
    const { components, paths } = await get('/openapi.json');
    const answered = (name: string) => {
      const { operationId, responses } = paths[`/tasks/${name}`].post;
      const { $ref } = responses['200'].content['application/json'].schema;
      const schema = components.schemas[$ref.split('/').at(-1)];
      return [operationId, $ref, schema.allOf[1].oneOf[0].properties.result];
    };
    const ref = (name: string) => `#/components/schemas/${name}`;
    expect(answered('test.pick-up')).toEqual(['submitTestPickUp', ref('TestPickUpTask'), { type: 'number' }]);
    expect(answered('test.pick.up')).toEqual([
      'submitTestPickUp2',
      ref('TestPickUpTask2'),
      { type: 'string' },
    ]);
  });

  it('finds a type by a former name', async () => {
    expect(await get('/task-types/test.wrap')).toEqual(await get('/task-types/test.pack'));
  });

  it.each(['math.multiply', 'toString', '__proto__', 'x'.repeat(500)])('answers 404: %s', async (name) => {
    const { body } = await request(app.getHttpServer()).get(`/task-types/${name}`).expect(404);
    expect(body).toMatchObject({
      code: 'task-type-not-found',
      detail: expect.stringContaining('math.divide'),
    });
  });
});
