// The user's uploads, shown above the composer.
import { newClientId } from '/chat/client/outgoing.js';
import { api } from '../api.js';
import { button, byId, fieldById, h, keepWhole } from '../dom.js';
import { wordsOf } from '../problems.js';
import { current } from '../session.js';
import { transferOf } from './transfer.js';

/** @import { Transfer } from './transfer.js' */

const percent = new Intl.NumberFormat(undefined, { style: 'percent' });
const DONE_FOR = 4_000;

/** @param {() => string | null} roomId returns the id of the open room */
export function prepareUploads(roomId) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('upload-dialog'));
  const [form, file, title] = [dialog.querySelector('form'), fieldById('file'), fieldById('video-title')];
  keepWhole(title, 200);
  byId('upload').addEventListener('click', () => {
    form?.reset();
    dialog.showModal();
  });
  dialog.querySelector('[data-close]')?.addEventListener('click', () => dialog.close());
  file.addEventListener('change', () => {
    title.value = file.files?.[0]?.name.replace(/\.[^.]*$/, '').slice(0, 200) ?? '';
  });
  form?.addEventListener('submit', () => {
    const [room, chosen] = [roomId(), file.files?.[0]];
    if (room && chosen) new Upload(room, chosen, title.value).start();
  });
  // Closing the page would abort the uploads, so the browser asks for confirmation.
  addEventListener('beforeunload', event => byId('tray').querySelector('.upload.sending') && event.preventDefault());
}

class Upload {
  #roomId;
  #file;
  #title;
  #userId = current().user?.id;
  #key = newClientId();
  /** @type {Transfer | undefined} */
  #transfer;
  #progress = h('progress', { max: 1, value: 0 });
  #status = h('span', { className: 'status' });
  #buttons = h('span', { className: 'buttons' });
  #element;

  /**
   * @param {string} roomId
   * @param {File} file
   * @param {string} title
   */
  constructor(roomId, file, title) {
    this.#roomId = roomId;
    this.#file = file;
    this.#title = title.trim();
    const shown = this.#title || 'Untitled';
    this.#progress.ariaLabel = `Upload of ${shown}`;
    this.#element = h('div', { className: 'upload', role: 'group', ariaLabel: shown },
      h('span', { className: 'title', dir: 'auto' }, shown), this.#status, this.#buttons, this.#progress);
    byId('tray').append(this.#element);
  }

  async start() {
    const cancel = new AbortController();
    this.#show('sending', 'Starting …', button('Cancel', () => cancel.abort()));
    try {
      this.#transfer ??= await this.#open();
      cancel.signal.throwIfAborted();
      await this.#transfer.run(cancel.signal, share => this.#showShare(share));
      this.#show('done', 'Uploaded. It plays here as soon as it is processed.');
      setTimeout(() => this.#remove(), DONE_FOR);
    } catch (error) {
      const words = cancel.signal.aborted ? 'Cancelled.' : wordsOf(error);
      this.#show('failed', words, button('Try again', () => this.start()), button('Remove', () => this.#remove()));
    }
  }

  async #open() {
    const session = await api.videos.createUpload(
      this.#roomId, { title: this.#title, userId: this.#userId }, { idempotencyKey: this.#key });
    return transferOf(session, this.#file);
  }

  /** @param {number} share */
  #showShare(share) {
    this.#progress.value = share;
    this.#status.textContent = share < 1 ? `Uploading, ${percent.format(share)}` : 'Finishing …';
  }

  /**
   * @param {'sending' | 'done' | 'failed'} state
   * @param {string} text
   * @param {...HTMLButtonElement} buttons
   */
  #show(state, text, ...buttons) {
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.className = `upload ${state}`;
    this.#status.textContent = text;
    this.#status.role = state === 'failed' ? 'alert' : 'status';
    this.#progress.hidden = state !== 'sending';
    this.#buttons.replaceChildren(...buttons);
    if (hadFocus) (buttons[0] ?? byId('content')).focus();
  }

  #remove() {
    if (this.#element.contains(document.activeElement)) byId('content').focus();
    this.#element.remove();
  }
}
