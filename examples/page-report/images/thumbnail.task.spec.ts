import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { OutboundModule } from '../../../src/platform/outbound/outbound.module.js';
import { type LocalOrigin, startOrigin } from '../../../test/support/local-origin.js';
import { runTask } from '../../../test/support/testing-kit/run-task.js';
import { RemoteImages } from './remote-images.js';
import { ThumbnailTask } from './thumbnail.task.js';

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } });

describe('images.thumbnail', () => {
  const files = new Map<string, Buffer | number>();
  let origin: LocalOrigin;

  beforeAll(async () => {
    origin = await startOrigin((request, response) => {
      const file = files.get(request.url ?? '') ?? 404;
      if (typeof file === 'number') response.writeHead(file).end();
      else response.end(file);
    });
    files.set('/cat.png', await picture(1_000, 500).png().toBuffer());
    files.set('/turned.jpg', await picture(800, 400).withMetadata({ orientation: 6 }).jpeg().toBuffer());
    files.set('/small.webp', await picture(100, 50).webp().toBuffer());
    files.set('/bomb.png', bomb(100_000, 100_000));
    files.set('/cut.jpg', (await picture(900, 900).jpeg().toBuffer()).subarray(0, 2_000));
    files.set('/drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'));
    files.set('/page.html', Buffer.from('<html></html>'));
    files.set('/large.png', Buffer.alloc(11 * 1_048_576));
    files.set('/busy.png', 503);
  });

  afterAll(() => origin.close());

  const thumbnail = (path: string, settings: Record<string, string> = { FETCH_ALLOW_PRIVATE: 'true' }) =>
    runTask(
      ThumbnailTask,
      { image: `${origin.url}${path}`, width: 320 },
      { imports: [OutboundModule], providers: [RemoteImages], settings },
    );

  it.each([
    ['/cat.png', 'cat.jpg', 320, 160],
    ['/turned.jpg', 'turned.jpg', 320, 640],
    ['/small.webp', 'small.jpg', 100, 50],
  ])('scales %s to JPEG', async (path, filename, width, height) => {
    const { result } = await thumbnail(path);
    expect(result).toMatchObject({ filename, content_type: 'image/jpeg' });
    const image = sharp(Buffer.from(result?.content ?? '', 'base64'));
    expect(await image.metadata()).toMatchObject({ format: 'jpeg', width, height });
  });

  it.each([
    ['/bomb.png', 'exceeds pixel limit'],
    ['/cut.jpg', 'cannot be scaled'],
    ['/drawing.svg', 'unsupported image format'],
    ['/page.html', 'unsupported image format'],
    ['/large.png', 'exceeds 10485760 bytes'],
    ['/none.png', 'responded with 404'],
  ])('fails for good with %s', async (path, message) => {
    const { outcome, error } = await thumbnail(path);
    expect([outcome, error?.message]).toEqual(['failed', expect.stringContaining(message)]);
  });

  it('tries again if the server may recover', async () => {
    expect(await thumbnail('/busy.png')).toMatchObject({ outcome: 'retried' });
  });

  it('connects to no private address', async () => {
    const before = origin.connections;
    expect(await thumbnail('/cat.png', {})).toMatchObject({ outcome: 'failed' });
    expect(origin.connections).toBe(before);
  });
});

/** A PNG of a few bytes that claims this size. */
function bomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0], 8); // 8 bits, grey
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.alloc(1_000))), chunk('IEND')];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
}

function chunk(type: string, content = Buffer.alloc(0)): Buffer {
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(content.length);
  const body = Buffer.concat([Buffer.from(type), content]);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Of zlib, which Node 20.19 does not export yet. */
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
