// Small fitting bodies for whatever a page asks.
import type { ResponseForRequest } from "puppeteer-core";

const pixel = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** The answer to a request of that type; anyone may read it. */
export function answer(type: string): Partial<ResponseForRequest> {
  const [contentType, body] = content(type);
  return { status: 200, contentType, body, headers: { "Access-Control-Allow-Origin": "*" } };
}

function content(type: string): [contentType: string, body: string | Buffer] {
  switch (type) {
    case "document":
      return ["text/html", "<!doctype html>"];
    case "stylesheet":
      return ["text/css", ""];
    case "script":
      return ["text/javascript", ""];
    case "image":
      return ["image/gif", pixel];
    case "manifest":
      return ["application/manifest+json", "{}"];
    case "texttrack":
      return ["text/vtt", "WEBVTT\n"];
    default:
      return ["text/plain", ""];
  }
}
