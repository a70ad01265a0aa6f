import { openAsBlob } from 'node:fs';
import {
  Client, CreateRoomRequest, CreateUserRequest, CreateVideoUploadRequest, MessageFrame, PostMessageRequest, Problem, VideoUploadCreatedFrame,
} from './generated/api.js';

const [baseUrl, file] = process.argv.slice(2) as [string, string];
const api = new Client(baseUrl, { fetch }); // in a browser the second argument may be omitted

const user = await api.createUser(new CreateUserRequest({ username: 'ada' }));
const room = await api.createRoom(new CreateRoomRequest({ name: 'lobby' }));
await api.postMessage(room.id, new PostMessageRequest({ user_id: user.id, content: 'hello' }));
const upload = await api.createVideoUpload(room.id, new CreateVideoUploadRequest({ title: 'clip' }));

console.log(`room ${room.id}`);
for (const message of await api.listMessages(room.id)) console.log(`${message.username} says ${message.content}`);
for (const event of await api.listRoomEvents(room.id)) {
  if (event instanceof MessageFrame) console.log(`message: ${event.content}`);
  else if (event instanceof VideoUploadCreatedFrame) console.log(`upload of ${event.title}`);
}

try {
  await api.getRoom(user.id);
} catch (problem) {
  if (problem instanceof Problem) console.log(`${problem.status}: ${problem.detail}`);
}

const uploaded = await api.uploadVideo(upload.id, await openAsBlob(file));
console.log(uploaded.status);
