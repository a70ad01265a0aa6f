/** How an MP4 file begins: a server refuses a file that is no video by its first bytes. */
export const FILM_START = '\0\0\0\u0018ftypisom';
