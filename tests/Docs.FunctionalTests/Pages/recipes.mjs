// Runs the JavaScript of the pages against a server, block after block: node recipes.mjs {server} {blocks.json} {clip}.
// What a page leaves to its reader (an element, a function that draws) is a stand-in that accepts everything.
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { followRoom } from '../../../docs/examples/room-client.mjs';
import * as client from '../../../src/Client/src/index.js';

const [baseUrl, blocksFile, clipFile] = process.argv.slice(2);
const blocks = JSON.parse(readFileSync(blocksFile, 'utf8'));
globalThis.WebSocket ??= (await import('../../../src/Client/node_modules/undici/index.js')).WebSocket;

const standIn = new Proxy(function () {}, {
  get: (_, name) => name === Symbol.toPrimitive ? () => '' : name === Symbol.iterator ? () => [][Symbol.iterator]() : name === 'then' ? undefined : standIn,
  set: () => true,
  apply: () => standIn,
  construct: () => standIn,
});

class VideoChatApi extends client.VideoChatApi {
  constructor() { super({ baseUrl }); }
}
class RoomSocket extends client.RoomSocket {
  constructor(options) { super({ ...options, baseUrl, WebSocket }); }
}
const opened = [];
function openRoom(id, options) {
  opened.push(client.openRoom(id, { ...options, WebSocket }));
  return opened.at(-1);
}

const setUp = new VideoChatApi();
const reader = await setUp.users.create('ada');
const lobby = await setUp.rooms.create('lobby');
const lines = [];
const known = {
  VideoChatApi, RoomSocket, ApiError: client.ApiError, openRoom, followRoom,
  roomId: lobby.id, userId: reader.id, name: 'lobby', problem: {}, field: standIn,
  file: new File([readFileSync(clipFile)], 'clip.mp4', { type: 'video/mp4' }),
  newLine: () => {
    lines.push({});
    return lines.at(-1);
  },
};
const scope = new Proxy(known, {
  has: (_, name) => typeof name === 'string' && (name in known || !(name in globalThis)),
  get: (_, name) => typeof name === 'symbol' ? undefined : name in known ? known[name] : standIn,
});

const AsyncFunction = (async () => {}).constructor;
for (const { Name, Text } of blocks) {
  const code = Text
    .replaceAll('http://localhost:8000', baseUrl)
    .replace(/^import .*$/gm, '')
    .replace(/^(?:const|let) (\w+) =/gm, '$1 ='); // so that the next block can use the variable
  try {
    // Each block runs in its own function. `with` resolves names that the block does not declare from the shared scope.
    await new AsyncFunction('scope', `with (scope) {\n${code}\n}`)(scope);
  } catch (error) {
    throw new Error(`${Name}: ${error.stack}`, { cause: error });
  }
}

opened.at(-1).send('sent by the recipes');
const isDrawn = () => lines.some(({ textContent, className }) => textContent === 'ada: sent by the recipes' && className === 'sent');
for (let i = 0; i < 1_200 && !isDrawn(); i++) await wait(100);
if (!isDrawn()) throw new Error('The message of the recipes did not come.');
console.log(`${blocks.length} recipes ran`);
process.exit(0);
