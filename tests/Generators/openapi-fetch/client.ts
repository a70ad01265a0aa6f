import { openAsBlob } from 'node:fs';
import createClient from 'openapi-fetch';
import type { paths } from './generated/api.js';

const [baseUrl, file] = process.argv.slice(2) as [string, string];
const api = createClient<paths>({ baseUrl });

const user = (await api.POST('/users', { body: { username: 'ada' } })).data!;
const room = (await api.POST('/rooms', { body: { name: 'lobby' } })).data!;
const path = { room_id: room.id };
await api.POST('/rooms/{room_id}/messages', { params: { path }, body: { user_id: user.id, content: 'hello' } });
const upload = (await api.POST('/rooms/{room_id}/video-upload', { params: { path }, body: { title: 'clip' } })).data!;

console.log(`room ${room.id}`);
for (const message of (await api.GET('/rooms/{room_id}/messages', { params: { path } })).data!)
  console.log(`${message.username} says ${message.content}`);
for (const event of (await api.GET('/rooms/{room_id}/events', { params: { path } })).data!) {
  if (event.type === 'message') console.log(`message: ${event.content}`);
  else if (event.type === 'video_upload_created') console.log(`upload of ${event.title}`);
}

const { error } = await api.GET('/rooms/{room_id}', { params: { path: { room_id: user.id } } });
console.log(`${error!.status}: ${error!.detail}`);

// The generator types a binary body as a string.
const { data: uploaded } = await api.PUT('/upload-proxy/{upload_id}', {
  params: { path: { upload_id: upload.id } },
  headers: { 'Content-Type': 'video/mp4' },
  body: (await openAsBlob(file)) as unknown as string,
  bodySerializer: body => body,
});
console.log(uploaded!.status);
