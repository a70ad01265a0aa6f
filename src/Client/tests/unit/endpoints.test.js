import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { VideoChatApi } from '../../src/index.js';

/** An endpoint that only the video provider calls. */
const NOT_OURS = ['POST /bunny-webhook'];

test('VideoChatApi: has a call for every operation of the API, and none that is not there', async () => {
  /** @type {string[]} */
  const asked = [];
  const fetch = async (/** @type {any} */ url, /** @type {any} */ { method = 'GET' }) => {
    asked.push(`${method} ${new URL(url).pathname}`);
    return Response.json(url.endsWith('/snapshot') ? { milestones: [] } : []);
  };
  const api = new VideoChatApi({ baseUrl: 'http://server', fetch });
  const [user, room, stream, upload, webhook, delivery] =
    ['{user_id}', '{room_id}', '{stream_id}', '{upload_id}', '{webhook_id}', '{delivery_id}'];

  await Promise.all([
    api.service.get(), api.service.health(), api.service.live(), api.service.ready(),
    api.users.create('ada'), api.users.get(user), api.users.list(),
    api.rooms.create('lobby'), api.rooms.get(room), api.rooms.list(), api.rooms.join(room, user), api.rooms.leave(room, user),
    api.rooms.presence(room), api.rooms.events(room), api.rooms.snapshot(room),
    api.messages.list(room), api.messages.post(room, { userId: user, content: 'hello' }),
    api.videos.createUpload(room), api.videos.list(room),
    api.liveStreams.create(room, 'Friday'), api.liveStreams.list(room), api.liveStreams.stop(room, stream),
    api.webhooks.create({ url: 'https://partner.example.com', events: [] }), api.webhooks.get(webhook), api.webhooks.list(),
    api.webhooks.update(webhook, {}), api.webhooks.delete(webhook), api.webhooks.rotateSecret(webhook), api.webhooks.test(webhook),
    api.webhooks.deliveries(webhook), api.webhooks.replay(delivery),
  ]);
  asked.push(`PUT /upload-proxy/${upload}`); // Some runtimes do not use fetch for uploads; upload.test.js covers it.

  const { paths } = JSON.parse(readFileSync(new URL('../../../../docs/openapi.json', import.meta.url), 'utf8'));
  const operations = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods)
    .filter(method => ['get', 'post', 'put', 'delete', 'patch'].includes(method))
    .map(method => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(
    asked.map(decodeURIComponent).toSorted(),
    operations.filter(operation => !NOT_OURS.includes(operation)).toSorted());
});
