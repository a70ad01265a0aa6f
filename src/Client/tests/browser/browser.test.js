import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from '../../examples/browser/serve.mjs';
import { FILM_START } from '../support/film.js';
import { api, baseUrl, newRoom } from '../support/server.js';

/** @import { Browser } from 'playwright-core' */

/** The URL of a server that refuses pages of other origins. The shared server is in Development and allows any origin. */
const strictUrl = process.env['VIDEOCHAT_STRICT_URL'];

/** @type {import('node:http').Server} */
let pages;
/** @type {Browser} */
let browser;
let origin = '';

before(async () => {
  pages = await serve(0);
  origin = `http://localhost:${/** @type {import('node:net').AddressInfo} */ (pages.address()).port}`;
  browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  pages?.close();
});

/** @param {string} name @param {string} room */
async function open(name, room) {
  const page = await browser.newPage();
  await page.goto(`${origin}/?${new URLSearchParams({ name, room, server: baseUrl })}`);
  await page.getByRole('status').getByText('live').waitFor();
  return page;
}

test('example: two pages of another origin chat; what is sent is there at once, and once', async () => {
  const room = `browser-${process.pid}-${Date.now()}`;
  const ada = await open('ada', room);
  const bob = await open('bob', room);

  await ada.getByLabel('Message').fill('<b>hello</b>');
  await ada.getByRole('button', { name: 'Send' }).click();
  await bob.getByText('ada: <b>hello</b>').waitFor();
  await bob.getByLabel('Message').fill('hi');
  await bob.getByLabel('Message').press('Enter');
  await ada.getByText('bob: hi').waitFor();

  assert.deepEqual(await ada.getByRole('log').getByRole('listitem').allTextContents(), ['ada: <b>hello</b>', 'bob: hi']);
  assert.equal(await ada.getByText('ada: <b>hello</b>').getAttribute('data-status'), 'sent');
});

test('example: what is written without a connection is shown, survives a reload, and is sent once', async () => {
  const room = `reload-${process.pid}-${Date.now()}`;
  const ada = await browser.newPage();
  let isDown = false;
  /** @type {import('playwright-core').WebSocketRoute[]} */
  const sockets = [];
  await ada.routeWebSocket(/\/ws\//, socket => {
    if (isDown) return void socket.close({ code: 1012 });
    sockets.push(socket);
    socket.connectToServer();
  });
  await ada.goto(`${origin}/?${new URLSearchParams({ name: 'ada', room, server: baseUrl })}`);
  await ada.getByRole('status').getByText('live').waitFor();
  const bob = await open('bob', room);
  const lines = (/** @type {import('playwright-core').Page} */ page) => page.getByRole('log').getByRole('listitem').allTextContents();

  isDown = true;
  await sockets[0]?.close({ code: 1012 });
  await ada.getByRole('status').getByText(/connection lost/).waitFor();
  for (const content of ['one', 'two']) {
    await ada.getByLabel('Message').fill(content);
    await ada.getByLabel('Message').press('Enter');
  }
  await bob.getByLabel('Message').fill('meanwhile');
  await bob.getByLabel('Message').press('Enter');
  const offline = await lines(ada);
  await ada.reload();
  await ada.getByText('ada: two').waitFor();
  const status = await ada.getByText('ada: two').getAttribute('data-status');
  isDown = false;
  await bob.getByText('ada: two').waitFor();
  await ada.locator('[data-status=sent]', { hasText: 'ada: two' }).waitFor();

  assert.deepEqual(offline, ['ada: one', 'ada: two']);
  assert.equal(status, 'pending');
  for (const page of [ada, bob]) assert.deepEqual(await lines(page), ['bob: meanwhile', 'ada: one', 'ada: two']);
});

test('example: a message that goes out late stands after what came before it', async () => {
  const room = `order-${process.pid}-${Date.now()}`;
  const ada = await browser.newPage();
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const released = new Promise(resolve => { release = resolve; });
  await ada.routeWebSocket(/\/ws\//, socket => {
    const server = socket.connectToServer();
    socket.onMessage(frame => released.then(() => server.send(frame)));
  });
  await ada.goto(`${origin}/?${new URLSearchParams({ name: 'ada', room, server: baseUrl })}`);
  await ada.getByRole('status').getByText('live').waitFor();
  const bob = await open('bob', room);

  await ada.getByLabel('Message').fill('second');
  await ada.getByLabel('Message').press('Enter');
  await ada.getByText('ada: second').waitFor();
  await bob.getByLabel('Message').fill('first');
  await bob.getByLabel('Message').press('Enter');
  await ada.getByText('bob: first').waitFor();
  release();
  await bob.getByText('ada: second').waitFor();

  for (const page of [ada, bob])
    assert.deepEqual(await page.getByRole('log').getByRole('listitem').allTextContents(), ['bob: first', 'ada: second']);
});

test('example: a file goes up with its progress', async () => {
  const page = await open('ada', `upload-${process.pid}-${Date.now()}`);

  await page.getByLabel('Video').setInputFiles({ name: 'clip.mp4', mimeType: 'video/mp4', buffer: Buffer.concat([Buffer.from(FILM_START), Buffer.alloc(300_000)]) });
  await page.getByRole('status').getByText('clip.mp4 is uploaded').waitFor();

  assert.equal(await page.getByRole('progressbar').getAttribute('value'), '1');
});

test('upload: in a browser tells its progress, can be given up and tried again', async () => {
  const { room } = await newRoom();
  const { id } = await api.videos.createUpload(room.id);
  const page = await browser.newPage();
  await page.goto(origin);

  const result = await page.evaluate(async ({ server, uploadId, start }) => {
    const { ApiError, VideoChatApi } = await import(/** @type {any} */ ('/src/index.js'));
    const videos = new VideoChatApi({ baseUrl: server }).videos;
    // Large enough that the upload is incomplete at the first progress event.
    const file = new Blob([start, new Uint8Array(100_000_000 - start.length)], { type: 'video/mp4' });
    const gaveUp = new AbortController();
    const first = await videos.upload(uploadId, file, { signal: gaveUp.signal, onProgress: () => gaveUp.abort() })
      .catch((/** @type {any} */ error) => error.name);
    /** @type {number[]} */
    const sent = [];
    const again = async () => {
      for (;;) {
        const answer = await videos.upload(uploadId, file, { onProgress: (/** @type {any} */ progress) => sent.push(progress.sent) })
          .catch((/** @type {any} */ error) => error);
        // The session is in use until the server notices that the first transfer was aborted. It responds before it reads the
        // file, and a browser that is still sending may see only a broken connection.
        const isTaken = /being uploaded/.test(answer.detail), isUnreachable = answer instanceof ApiError && !answer.status;
        if (!isTaken && !isUnreachable) return answer;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
    };
    const second = await again();
    const third = await videos.upload(uploadId, file).catch((/** @type {any} */ error) => error instanceof ApiError && error.status);
    return { first, sent, second, third };
  }, { server: baseUrl, uploadId: id, start: FILM_START });

  assert.equal(result.first, 'AbortError');
  assert.equal(result.sent.at(-1), 100_000_000);
  assert.equal(result.second.status, 'uploaded', result.second.message);
  assert.equal(result.third, 409);
});

test('unreachable: a page whose origin is not allowed is told so', async () => {
  assert.ok(strictUrl);
  const { room, ada } = await newRoom();
  const page = await browser.newPage();
  await page.goto(origin);

  const hint = await page.evaluate(async ([server, roomId, userId]) => {
    const { RoomSocket } = await import(/** @type {any} */ ('/src/index.js'));
    const socket = new RoomSocket({ baseUrl: server, roomId, userId, backoff: () => 10 });
    const unreachable = socket.next('unreachable');
    socket.connect();
    return (await unreachable).hint;
  }, [strictUrl, room.id, ada.id]);

  assert.equal(hint, `${strictUrl} cannot be reached, or does not let pages of ${origin} in: its Cors:AllowedOrigins would have to name that origin.`);
});
