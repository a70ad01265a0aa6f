import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a webhook is genuine and recent.
 * @param {string} secret
 * @param {import('node:http').IncomingHttpHeaders} headers by lower-case name
 * @param {Buffer} body the raw bytes, before any parsing
 */
export function verifyWebhook(secret, headers, body, toleranceSeconds = 300) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string') return false;
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > toleranceSeconds) return false;

  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = Buffer.from('v1,' + createHmac('sha256', key).update(signed).digest('base64'));
  return signatures.split(' ').some(signature => {
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
