// Plain HTTP requests: the whole answer, whatever its status.
import { Agent, request } from 'node:http';

export const agent = new Agent({ keepAlive: true, maxSockets: 32 });

/** {status, headers, bytes, text, json} of one request to a port of loopback, from another address of it where `from` says so. */
export function http_request(port, { method = 'GET', path = '/', headers = {}, body, from, keep = true } = {}) {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path, headers: { Host: `localhost:${port}`, ...headers }, localAddress: from, agent: keep ? agent : false };
    const sent = request(options, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        const text = bytes.toString('utf8');
        let json;
        try {
          json = JSON.parse(text);
        } catch {
          // Not everything is JSON; who expects it will notice.
        }
        resolve({ status: response.statusCode, headers: response.headers, bytes, text, json });
      });
    });
    sent.on('error', reject);
    if (body !== undefined) sent.setHeader('Content-Length', Buffer.byteLength(body));
    sent.end(body);
  });
}
