import { openAsBlob } from 'node:fs';
import { Api, ContentType } from './generated/api.js';

const [baseUrl, file] = process.argv.slice(2) as [string, string];
const api = new Api({ baseUrl });
// The generated client writes every body as JSON. A file has to go as it is, under its own type.
const toJson = api['contentFormatters'][ContentType.Json];
api['contentFormatters'][ContentType.Json] = body => (body instanceof Blob ? body : toJson(body));

const user = (await api.users.createUser({ username: 'ada' })).data;
const room = (await api.rooms.createRoom({ name: 'lobby' })).data;
await api.rooms.postMessage({ roomId: room.id }, { user_id: user.id, content: 'hello' });
const upload = (await api.rooms.createVideoUpload({ roomId: room.id }, { title: 'clip' })).data;

console.log(`room ${room.id}`);
for (const message of (await api.rooms.listMessages({ roomId: room.id })).data)
  console.log(`${message.username} says ${message.content}`);
for (const event of (await api.rooms.listRoomEvents({ roomId: room.id })).data) {
  if (event.type === 'message') console.log(`message: ${event.content}`);
  else if (event.type === 'video_upload_created') console.log(`upload of ${event.title}`);
}

const missing = await api.rooms.getRoom({ roomId: user.id }).catch(response => response);
console.log(`${missing.error.status}: ${missing.error.detail}`);

const uploaded = await api.uploadProxy.uploadVideo({ uploadId: upload.id }, await openAsBlob(file, { type: 'video/mp4' }) as File);
console.log(uploaded.data.status);
