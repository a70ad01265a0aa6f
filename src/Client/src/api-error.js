/** @import { Problem } from './types.js' */

/** A request that failed: refused by the API, in its own words, or never answered (status 0). */
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
    /** The HTTP status; 0 where no answer came. */
    this.status = status;
    /** One sentence for people. */
    this.detail = detail;
    /** What is wrong with which field; empty but for 422. */
    this.errors = problem.errors ?? {};
    /** Finds the request in the server's log. */
    this.traceId = problem.trace_id ?? null;
    /** Seconds to wait before another try, where the server says so. */
    this.retryAfter = retryAfter;
  }

  /** The same request may succeed later: no answer came, too many requests, or the server cannot answer now. */
  get isTransient() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }

  /**
   * @param {number} status
   * @param {string} body
   * @param {string | null} retryAfter the header
   */
  static fromAnswer(status, body, retryAfter) {
    return new ApiError(status, toProblem(body), { retryAfter: retryAfter === null ? null : Number(retryAfter) });
  }

  /** @param {unknown} cause */
  static unreachable(cause) {
    return new ApiError(0, { detail: 'The server could not be reached.' }, { cause });
  }
}

/**
 * @param {string} body
 * @returns {Partial<Problem>}
 */
function toProblem(body) {
  try {
    return JSON.parse(body) ?? {};
  } catch {
    return {}; // A proxy's page.
  }
}
