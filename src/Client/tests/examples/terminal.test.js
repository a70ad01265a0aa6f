import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { baseUrl } from '../support/server.js';

const program = new URL('../../examples/terminal.mjs', import.meta.url).pathname;

/** @param {import('node:test').TestContext} test @param {string} name @param {string} room */
function open(test, name, room) {
  const child = spawn(process.execPath, [program, name, room, baseUrl], { stdio: ['pipe', 'pipe', 'inherit'] });
  test.after(() => child.kill());
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    say: (/** @type {string} */ text) => child.stdin.write(`${text}\n`),
    end: async () => {
      child.stdin.end();
      return (await once(child, 'exit'))[0];
    },
    /** Reads until the expected line arrives. @param {string} expected */
    async sees(expected) {
      for (let line = await lines.next(); !line.done; line = await lines.next())
        if (line.value === expected) return;
      assert.fail(`"${expected}" did not come`);
    },
  };
}

test('terminal: two programs chat, and a third one sees the history', async t => {
  const room = `terminal-${process.pid}-${Date.now()}`;
  const ada = open(t, 'ada', room);
  await ada.sees('* ada joined the chat');
  const bob = open(t, 'bob', room);
  await ada.sees('* bob joined the chat');

  ada.say('hello bob');
  await bob.sees('ada: hello bob');
  bob.say('hi ada');
  await ada.sees('bob: hi ada');
  ada.say('bye');
  const exitCode = await ada.end();
  await bob.sees('ada: bye');
  await bob.sees('* ada left the chat');
  const eve = open(t, 'eve', room);
  await eve.sees('bob: hi ada');
  await eve.sees('ada: bye');

  assert.equal(exitCode, 0);
});
