/** The stable codes a client may rely on. The sentence may change, the code does not. */
export const errorCodes = {
  bad_request: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  payload_too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  storage_full: 507,
} as const;

export type ErrorCode = keyof typeof errorCodes;

export type ErrorOptions = {
  /** What a person can do about it. */
  readonly advice?: string;
  /** Narrower stable code, e.g. `truncated` below `unsupported_media_type`. */
  readonly reason?: string;
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** An error that a person caused or can act on. Everything else is a defect and answers 500 without its text. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly options: ErrorOptions;

  constructor(code: ErrorCode, sentence: string, options: ErrorOptions = {}) {
    super(sentence, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.status = errorCodes[code];
    this.options = options;
  }
}

/** RFC 9457 problem document, media type `application/problem+json`. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly advice?: string;
  readonly reason?: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

const titles: Readonly<Record<ErrorCode, string>> = {
  bad_request: "The request is not valid",
  not_signed_in: "Not signed in",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "Changed by someone else",
  gone: "No longer available",
  payload_too_large: "Too large",
  unsupported_media_type: "Not an image we accept",
  unprocessable: "Cannot be done",
  rate_limited: "Too many requests",
  internal: "Something broke on our side",
  unavailable: "Not available right now",
  storage_full: "Storage is full",
};

/** Maps any thrown value to a problem document. The text of a defect never leaves the process. */
export function toProblem(error: unknown, requestId: string): Problem {
  if (!(error instanceof AppError)) {
    return {
      type: "about:blank",
      title: titles.internal,
      status: 500,
      detail: "Something broke on our side. Nothing you sent was lost; quote the request id when you report it.",
      code: "internal",
      requestId,
    };
  }
  const { advice, reason, details } = error.options;
  return {
    type: "about:blank",
    title: titles[error.code],
    status: error.status,
    detail: error.message,
    code: error.code,
    requestId,
    ...(advice === undefined ? {} : { advice }),
    ...(reason === undefined ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
  };
}
