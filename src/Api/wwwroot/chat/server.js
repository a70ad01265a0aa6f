// The features and limits of the server, read from its API.
import { api } from './api.js';
import { byId } from './dom.js';

/** Infinity until the limit is known; the server refuses longer messages. */
export const limits = { messageLength: Infinity };

let isKnown = false;

/** Shows the buttons of available features. After a failure it is called again with the next connection. */
export async function learnServer() {
  if (isKnown) return;
  const service = await api.service.get();
  isKnown = true;
  limits.messageLength = service.limits.message_length;
  byId('upload').hidden = !service.features.videos;
  byId('go-live').hidden = !service.features.live_streams;
}
