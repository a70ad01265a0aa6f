// Checks an AsyncAPI document with the official parser: prints its messages, and fails on errors and
// warnings. (The message about AsyncAPI 3.1 is information.)
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const [, , path] = process.argv;
const { document, diagnostics } = await new Parser().parse(await readFile(path, 'utf8'), { source: path });

for (const { code, message, path: place, severity } of diagnostics)
  console.log(`${['error', 'warning', 'information', 'hint'][severity]} ${code} at ${place.join('.')}: ${message}`);
if (!document || diagnostics.some(({ severity }) => severity <= 1)) process.exit(1);
console.log(`${document.info().title()} ${document.version()}: ${document.allMessages().length} messages`);
