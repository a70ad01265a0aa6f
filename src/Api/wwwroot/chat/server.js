import { api } from './api.js';
import { byId } from './dom.js';

/** The limit is infinite until the server sends it. The server enforces it in any case. */
export const limits = { messageLength: Infinity };

let isKnown = false;

/** Reads the limits, and shows the buttons of the features that the server has. */
export async function learnServer() {
  if (isKnown) return;
  const service = await api.service.get();
  isKnown = true;
  limits.messageLength = service.limits.message_length;
  byId('upload').hidden = !service.features.videos;
  byId('go-live').hidden = !service.features.live_streams;
}
