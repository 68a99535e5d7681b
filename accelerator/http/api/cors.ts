/** What a studio that is served from another address may do and see here. */
const FOR_PREFLIGHT: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Range, If-None-Match, If-Range',
  'Access-Control-Max-Age': '600',
};
const EXPOSED = 'Accept-Ranges, Content-Disposition, Content-Length, Content-Range, ETag, Location, Retry-After';

/** What the answer to a page of another address says, so that the page may read it. */
export function allowReading(answer: Response, origin: string): void {
  answer.headers.set('Access-Control-Allow-Origin', origin);
  answer.headers.set('Access-Control-Expose-Headers', EXPOSED);
  answer.headers.append('Vary', 'Origin');
}

export const isPreflight = (request: Request): boolean =>
  request.method === 'OPTIONS' && request.headers.has('origin') && request.headers.has('access-control-request-method');

/** Allows a page what it wants to send. Browsers also ask whether a page of the open network may reach this one. */
export function preflightAnswer(request: Request): Response {
  const answer = new Response(null, { status: 204, headers: FOR_PREFLIGHT });
  for (const network of ['Private', 'Local']) {
    if (request.headers.get(`access-control-request-${network}-network`) === 'true') answer.headers.set(`Access-Control-Allow-${network}-Network`, 'true');
  }
  return answer;
}
