/** The first bytes of an MP4 file, by which the server recognizes a video. */
export const FILM_START = '\0\0\0\u0018ftypisom';
