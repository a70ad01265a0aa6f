import { openAsBlob } from 'node:fs';
import {
  createRoom, createUser, createVideoUpload, getRoom, listMessages, listRoomEvents, postMessage, uploadVideo,
} from './generated/api.js';

const [, file] = process.argv.slice(2) as [string, string];

const user = await createUser({ username: 'ada' });
const room = await createRoom({ name: 'lobby' });
if (user.status !== 200 || room.status !== 200) throw new Error(`${user.status} ${room.status}`);
await postMessage(room.data.id, { user_id: user.data.id, content: 'hello' });
const upload = await createVideoUpload(room.data.id, { title: 'clip' });
if (upload.status !== 200) throw new Error(upload.data.detail);

console.log(`room ${room.data.id}`);
const messages = await listMessages(room.data.id);
if (messages.status === 200)
  for (const message of messages.data) console.log(`${message.username} says ${message.content}`);
const events = await listRoomEvents(room.data.id);
if (events.status === 200) {
  for (const event of events.data) {
    if (event.type === 'message') console.log(`message: ${event.content}`);
    else if (event.type === 'video_upload_created') console.log(`upload of ${event.title}`);
  }
}

const missing = await getRoom(user.data.id);
if (missing.status === 404) console.log(`${missing.data.status}: ${missing.data.detail}`);

const uploaded = await uploadVideo(upload.data.id, { body: await openAsBlob(file, { type: 'video/mp4' }) });
if (uploaded.status === 200) console.log(uploaded.data.status);
