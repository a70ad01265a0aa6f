// Serves the example from a different origin than the API's, like the page of a product.
//   node examples/browser/serve.mjs [port]
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';

const PACKAGE = new URL('../../', import.meta.url);
/** @type {Record<string, string>} */
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css' };

/** @param {number} port */
export async function serve(port) {
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://any'); // URL removes dot segments, so the path stays in the folder
    const file = pathname === '/' ? 'examples/browser/index.html' : `.${pathname}`;
    const type = TYPES[extname(file)];
    const content = type && await readFile(new URL(file, PACKAGE)).catch(() => null);
    response.writeHead(content ? 200 : 404, { 'Content-Type': type ?? 'text/plain' }).end(content || 'Not found');
  });
  await new Promise(resolve => server.listen(port, '127.0.0.1', () => resolve(null)));
  return server;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const port = Number(process.argv[2] ?? 5173);
  await serve(port);
  console.log(`http://localhost:${port}/`);
}
