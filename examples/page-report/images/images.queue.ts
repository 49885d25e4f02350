import { defineQueue } from '../../../src/core/index.js';

/** Name of the queue. */
export const IMAGES = 'images';

/** A decoded image takes up to 100 MB: each worker scales two at once. */
export const imagesQueue = defineQueue(IMAGES, { concurrency: 2 });
