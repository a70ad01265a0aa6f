// node take.mjs <origin> <clip> <picture>: seeds rooms on a running server, and photographs one of them. Called by take.sh.
import { readFile } from 'node:fs/promises';
import { chromium } from '../../src/Client/node_modules/playwright-core/index.mjs';
import { VideoChatApi } from '../../src/Client/src/index.js';

const [origin, clip, picture] = process.argv.slice(2);
const api = new VideoChatApi({ baseUrl: origin });

const people = {};
for (const name of ['ada', 'grace', 'linus', 'margaret']) people[name] = await api.users.create(name);
const rooms = {};
for (const name of ['design', 'launch', 'random', 'support']) rooms[name] = await api.rooms.create(name);
const { launch } = rooms;

const say = (name, content) => api.messages.post(launch.id, { userId: people[name].id, content });
await say('grace', 'Morning! Are we still on for the demo at three?');
await say('linus', 'Yes. The new build is on staging: https://staging.example.com');
await say('ada', 'I restarted the server twice while writing this. Nobody lost a message.');
await say('margaret', 'Here is the intro for the keynote, first cut:');

const upload = await api.videos.createUpload(launch.id, { title: 'Keynote intro', userId: people.margaret.id });
await api.videos.upload(upload.id, new Blob([await readFile(clip)]), { contentType: 'video/mp4' });
for (let video; video?.status !== 'ready';) {
  if (video?.status === 'failed') throw new Error(video.failure);
  await new Promise(resolve => setTimeout(resolve, 500));
  video = (await api.videos.list(launch.id)).items[0];
}

await say('grace', 'Love it. Could it start a second earlier?');
await say('margaret', 'Sure, give me ten minutes.');

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
const enter = async name => {
  const context = await browser.newContext({ viewport: { width: 1180, height: 800 }, reducedMotion: 'reduce', colorScheme: 'light' });
  await context.addInitScript(user => localStorage.setItem('videochat', JSON.stringify({ user, people: [user] })), people[name]);
  const page = await context.newPage();
  await page.goto(`${origin}/chat#${launch.id}`);
  await page.locator('#here-count').filter({ hasText: /\d/ }).waitFor();
  return page;
};
const others = [await enter('grace'), await enter('linus'), await enter('margaret')];
const page = await enter('ada');
await page.getByRole('button', { name: 'Play Keynote intro' }).waitFor();
await page.waitForLoadState('networkidle');
await page.waitForFunction(() => [...document.images].every(image => image.complete && image.naturalWidth > 0));
await page.getByText('Sure, give me ten minutes.').waitFor();
await others[2].getByRole('textbox', { name: 'Message' }).pressSequentially('Uploading');
await page.getByText('margaret is typing').waitFor();
await page.screenshot({ path: picture });
await browser.close();
