import type { DegradationLevel } from "#lib/degradation/model.ts";
import type { Served } from "../model.ts";

const YEAR_SECONDS = 31_536_000;

/** How long each kind of answer may be kept. Only a real variant at its current version is for ever. */
function cacheControl(served: Served, current: boolean, jitter: number): string {
  if (served === "variant" && current) return `public, max-age=${YEAR_SECONDS}, immutable, stale-if-error=${YEAR_SECONDS}`;
  if (served === "variant") return "public, max-age=60, stale-while-revalidate=300, stale-if-error=86400";
  // Degraded: seconds, spread out, so that shared caches do not all come back at once when it is over.
  return `public, max-age=5, s-maxage=${10 + Math.floor(jitter * 11)}, stale-while-revalidate=30`;
}

export type AnswerFacts = {
  readonly served: Served;
  readonly level: DegradationLevel;
  readonly contentType: string;
  readonly etag: string;
  /** Whether the URL named the current version, so that the bytes behind it can never change. */
  readonly current: boolean;
  /** Whether the same URL answers other bytes to other clients. */
  readonly negotiated: boolean;
  readonly bytes: number;
  readonly durationMs: number;
  /** 0 to 1, from outside, to spread lifetimes. */
  readonly jitter: number;
};

/** Headers of every picture that leaves delivery; safe to be opened by itself in a browser. */
export function answerHeaders(facts: AnswerFacts): Readonly<Record<string, string | number>> {
  return {
    "Content-Type": facts.contentType,
    "Content-Length": facts.bytes,
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Timing-Allow-Origin": "*",
    "Cache-Control": cacheControl(facts.served, facts.current, facts.jitter),
    ETag: facts.etag,
    ...(facts.negotiated ? { Vary: "Accept" } : {}),
    "X-Image-Served": facts.served,
    "X-Degradation-Level": facts.level,
    "Server-Timing": `answer;dur=${facts.durationMs.toFixed(1)};desc="${facts.served}"`,
  };
}

/** Weak comparison as RFC 9110 §13.1.2 wants it for `If-None-Match`. */
export function matchesEtag(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.slice(0, 4_000).split(",").some((candidate) => candidate.trim().replace(/^W\//, "") === etag);
}
