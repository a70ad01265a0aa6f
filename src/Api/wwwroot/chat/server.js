// What this server offers and what it takes, learnt from the server.
import { api } from './api.js';
import { byId } from './dom.js';

/** Infinity until it is known: then the server itself refuses what is too long. */
export const limits = { messageLength: Infinity };

let isKnown = false;

/** Shows the buttons of what can be used here. Called again after a failure, when the server can be reached. */
export async function learnServer() {
  if (isKnown) return;
  const service = await api.service.get();
  isKnown = true;
  limits.messageLength = service.limits.message_length;
  byId('upload').hidden = !service.features.videos;
  byId('go-live').hidden = !service.features.live_streams;
}
