import { path } from './http.js';

/**
 * @import { CallOptions, Http, PostOptions } from './http.js'
 * @import { Page } from './page.js'
 * @import { CreatedWebhook, CreateWebhookRequest, MessageResult, UpdateWebhookRequest, Webhook, WebhookDelivery, WebhookSecret } from './types.js'
 */

/** Manages webhooks. The requests need an API key (`Authorization: Bearer …`), which must never be part of a page. */
export class Webhooks {
  #http;

  /** @param {Http} http */
  constructor(http) {
    this.#http = http;
  }

  /**
   * Creates a webhook endpoint. Only this response contains the secret.
   *
   * @param {CreateWebhookRequest} webhook
   * @param {PostOptions} [options]
   * @returns {Promise<CreatedWebhook>}
   */
  create(webhook, options) {
    return this.#http.post('/webhooks', webhook, options);
  }

  /**
   * @param {string} webhookId
   * @param {CallOptions} [options]
   * @returns {Promise<Webhook>}
   */
  get(webhookId, options) {
    return this.#http.get(path`/webhooks/${webhookId}`, options);
  }

  /**
   * Lists the webhook endpoints, oldest first.
   *
   * @param {CallOptions & { limit?: number }} [options] `limit`: the page size
   * @returns {Promise<Page<Webhook>>}
   */
  list({ limit, ...options } = {}) {
    return this.#http.list('/webhooks', { limit }, options);
  }

  /**
   * Updates a webhook endpoint. Omitted properties are unchanged.
   *
   * @param {string} webhookId
   * @param {UpdateWebhookRequest} change
   * @param {CallOptions} [options]
   * @returns {Promise<Webhook>}
   */
  update(webhookId, change, options) {
    return this.#http.patch(path`/webhooks/${webhookId}`, change, options);
  }

  /**
   * @param {string} webhookId
   * @param {CallOptions} [options]
   * @returns {Promise<MessageResult>}
   */
  delete(webhookId, options) {
    return this.#http.delete(path`/webhooks/${webhookId}`, options);
  }

  /**
   * Replaces the secret. Webhooks are signed with both secrets for 24 hours, in which a further rotation is rejected.
   *
   * @param {string} webhookId
   * @param {PostOptions} [options]
   * @returns {Promise<WebhookSecret>}
   */
  rotateSecret(webhookId, options) {
    return this.#http.post(path`/webhooks/${webhookId}/rotate-secret`, undefined, options);
  }

  /**
   * Sends a `webhook.test` event to the endpoint.
   *
   * @param {string} webhookId
   * @param {PostOptions} [options]
   * @returns {Promise<WebhookDelivery>}
   */
  test(webhookId, options) {
    return this.#http.post(path`/webhooks/${webhookId}/test`, undefined, options);
  }

  /**
   * Lists the deliveries to a webhook endpoint, newest first.
   *
   * @param {string} webhookId
   * @param {CallOptions & { state?: 'pending' | 'delivered' | 'failed', limit?: number }} [options]
   * @returns {Promise<Page<WebhookDelivery>>}
   */
  deliveries(webhookId, { state, limit, ...options } = {}) {
    return this.#http.list(path`/webhooks/${webhookId}/deliveries`, { state, limit }, options);
  }

  /**
   * Sends a delivery again. The delivery can have any state.
   *
   * @param {string} deliveryId
   * @param {PostOptions} [options]
   * @returns {Promise<WebhookDelivery>}
   */
  replay(deliveryId, options) {
    return this.#http.post(path`/webhooks/deliveries/${deliveryId}/replay`, undefined, options);
  }
}
