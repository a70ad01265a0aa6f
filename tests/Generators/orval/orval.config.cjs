const url = process.env.VIDEOCHAT_URL ?? 'http://localhost:8000';

module.exports = {
  videochat: {
    input: { target: `${url}/openapi.json` },
    output: {
      target: 'generated/api.ts',
      client: 'fetch',
      baseUrl: url,
      // orval writes every body as JSON. Without these types the file is passed in the options of uploadVideo.
      override: { contentType: { exclude: ['application/octet-stream', 'video/*'] } },
    },
  },
};
