import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VideoChatApi } from '../../src/index.js';
import { api, baseUrl } from '../support/server.js';

const { webhooks } = new VideoChatApi({ baseUrl, headers: { Authorization: `Bearer ${process.env['VIDEOCHAT_KEY']}` } });

test('webhooks: who has the key makes, changes, tries and deletes them', async () => {
  const { secret, ...made } = await webhooks.create({ url: 'https://partner.example.com/hook', events: ['message.posted'] });
  const found = await webhooks.get(made.id);
  const changed = await webhooks.update(made.id, { description: 'ours' });
  const rotated = await webhooks.rotateSecret(made.id);
  const tried = await webhooks.test(made.id);
  const { items: deliveries } = await webhooks.deliveries(made.id);
  const replayed = await webhooks.replay(tried.id);
  await webhooks.delete(made.id);
  const { items: left } = await webhooks.list();

  assert.deepEqual(found, made);
  assert.equal(changed.description, 'ours');
  assert.notEqual(rotated.secret, secret);
  assert.deepEqual(deliveries.map(({ id }) => id), [tried.id]);
  assert.equal(replayed.id, tried.id);
  assert.deepEqual(left, []);
});

test('webhooks: who has no key is refused in the API\'s words', async () => {
  await assert.rejects(api.webhooks.list(), { status: 401, detail: /API key/ });
});
