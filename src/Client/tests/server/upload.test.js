import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ApiError, VideoChatApi } from '../../src/index.js';
import { FILM_START } from '../support/film.js';
import { api, newRoom } from '../support/server.js';

/**
 * Repeats an upload until the server has noticed that the first transfer was aborted. Until then the session is in use.
 *
 * @template Answer
 * @param {() => Promise<Answer>} send
 * @returns {Promise<Answer>}
 */
async function whenFree(send) {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof ApiError && /being uploaded/.test(error.detail))) throw error;
      await setTimeout(50);
    }
  }
}

const SIZE = 1_000_000;
const file = new Blob([FILM_START, new Uint8Array(SIZE - FILM_START.length)], { type: 'video/mp4' });

test('upload: tells its progress up to the end', async () => {
  const { room } = await newRoom();
  const upload = await api.videos.createUpload(room.id, { title: 'Clip', description: 'of nothing' });
  /** @type {number[]} */
  const sent = [];

  const uploaded = await api.videos.upload(upload.id, file, {
    onProgress: progress => {
      assert.equal(progress.total, SIZE);
      sent.push(progress.sent);
    },
  });

  assert.deepEqual(uploaded, { status: 'uploaded', upload_id: upload.id });
  assert.ok(sent.length > 10);
  assert.deepEqual(sent, sent.toSorted((a, b) => a - b));
  assert.equal(sent.at(-1), SIZE);
  const { items: [video] } = await api.videos.list(room.id);
  assert.equal(video?.description, 'of nothing');
});

test('upload: that was given up can be tried again on the same session', async () => {
  const { room } = await newRoom();
  const upload = await api.videos.createUpload(room.id);
  const gaveUp = new AbortController();

  const first = api.videos.upload(upload.id, file, {
    signal: gaveUp.signal,
    onProgress: () => gaveUp.abort(),
  });
  await assert.rejects(first, { name: 'AbortError' });
  const second = await whenFree(() => api.videos.upload(upload.id, file));

  assert.equal(second.status, 'uploaded');
});

test('upload: what the server refuses is an ApiError', async () => {
  const { room } = await newRoom();
  const upload = await api.videos.createUpload(room.id);

  const wrongType = api.videos.upload(upload.id, file, { contentType: 'text/plain' });
  await assert.rejects(wrongType, { status: 415 });

  await api.videos.upload(upload.id, file);
  await assert.rejects(api.videos.upload(upload.id, file), { status: 409 });
});

test('upload: that breaks on the way is an ApiError with status 0', async () => {
  const breaking = createServer(request => request.socket.destroy()).listen(0, '127.0.0.1');
  await once(breaking, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (breaking.address());
  const nearby = new VideoChatApi({ baseUrl: `http://127.0.0.1:${port}` });

  await assert.rejects(nearby.videos.upload('any', file), { name: 'ApiError', status: 0 });
  breaking.close();
});
