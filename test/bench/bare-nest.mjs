/**
 * A Nest application that only validates the same DTO with Nest's ValidationPipe, and calls a raw `queue.add` or reads
 * a job with one HGETALL. It uses the same fast Express adapter, or with ADAPTER=stock that of `nest new`. Decorators
 * are called as functions, because this file is not compiled.
 */
import 'reflect-metadata';
import { Controller, Get, Module, Param, Post, Query, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { Queue } from 'bullmq';
import { Type } from 'class-transformer';
import { IsInt } from 'class-validator';
import { Redis } from 'ioredis';
import { v7 } from 'uuid';
import { FastExpressAdapter } from '../../dist/api/server/fast-express.adapter.js';

const connection = new Redis(process.env.REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
const queue = new Queue('tasks', { connection, prefix: process.env.REDIS_PREFIX, skipVersionCheck: true });

class DivideDto {}
for (const field of ['x', 'y']) {
  IsInt()(DivideDto.prototype, field);
  Type(() => Number)(DivideDto.prototype, field);
}

class BareController {
  hello() {
    return { message: 'Hello World' };
  }

  async divide(payload) {
    const { id } = await queue.add('math.divide', payload, { jobId: v7() });
    return { task_id: id, status: 'PENDING' };
  }

  async read(id) {
    const { name, data, ...rest } = await connection.hgetall(queue.toKey(id));
    return { task_id: id, name, payload: JSON.parse(data), ...rest };
  }
}
decorate('hello', Get());
decorate('divide', Post('tasks'));
Query()(BareController.prototype, 'divide', 0);
decorate('read', Get('tasks/:id'));
Param('id')(BareController.prototype, 'read', 0);
Reflect.defineMetadata('design:paramtypes', [DivideDto], BareController.prototype, 'divide');
Controller()(BareController);

class BareModule {}
Module({ controllers: [BareController] })(BareModule);

const isStock = process.env.ADAPTER === 'stock';
const adapter = isStock ? new ExpressAdapter() : new FastExpressAdapter();
const app = await NestFactory.create(BareModule, adapter, { logger: false });
if (!isStock) app.set('etag', false);
app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true }));
const server = await app.listen(0, '127.0.0.1');
process.send({ type: 'ready', url: `http://127.0.0.1:${server.address().port}` });
process.on('SIGTERM', () => process.exit(0));

function decorate(method, decorator) {
  decorator(
    BareController.prototype,
    method,
    Object.getOwnPropertyDescriptor(BareController.prototype, method),
  );
}
