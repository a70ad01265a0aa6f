// The API of this page's own server.
import { VideoChatApi } from '/chat/client/index.js';

export const api = new VideoChatApi();
