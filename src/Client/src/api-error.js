/** @import { Problem } from './types.js' */

/** A failed request: the server rejected it, or no response arrived (status 0). */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {Partial<Problem>} problem
   * @param {{ retryAfter?: number | null, cause?: unknown }} [more]
   */
  constructor(status, problem, { retryAfter = null, cause } = {}) {
    const detail = problem.detail ?? `The server answered ${status}.`;
    super(detail, { cause });
    this.name = 'ApiError';
    this.status = status;
    /** The reason, as a sentence for users. */
    this.detail = detail;
    /** The errors of each field. It is empty unless the status is 422. */
    this.errors = problem.errors ?? {};
    /** The id under which the server logged the request; null without one. */
    this.traceId = problem.trace_id ?? null;
    /** The delay in seconds before a retry; null if the server sent none. */
    this.retryAfter = retryAfter;
  }

  /** Indicates whether a retry may succeed: no response arrived, a limit was reached, or the server failed. */
  get isTransient() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/**
 * @param {number} status
 * @param {string} body
 * @param {string | null} retryAfter the value of the `Retry-After` header
 */
export function refused(status, body, retryAfter) {
  return new ApiError(status, toProblem(body), { retryAfter: retryAfter === null ? null : toSeconds(retryAfter) });
}

/** @param {unknown} cause */
export function unreachable(cause) {
  return new ApiError(0, { detail: 'The server could not be reached.' }, { cause });
}

/**
 * @param {string} body
 * @returns {Partial<Problem>}
 */
function toProblem(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {}; // A reverse proxy may respond with HTML.
  }
}

/**
 * Converts a `Retry-After` header. Reverse proxies may send a date instead of seconds (RFC 9110, section 10.2.3).
 *
 * @param {string} value
 */
function toSeconds(value) {
  const seconds = Number(value);
  if (!Number.isNaN(seconds)) return seconds;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - Date.now()) / 1_000));
}
