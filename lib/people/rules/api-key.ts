const KEY = /^sw_([0-9a-z]{8})_([0-9A-Za-z_-]{32,64})$/;

/** The two parts of a presented key: the public prefix finds the row, the secret is compared by its hash. */
export type PresentedKey = { readonly prefix: string; readonly secret: string };

export function parseApiKey(text: string): PresentedKey | null {
  const [, prefix, secret] = KEY.exec(text) ?? [];
  return prefix === undefined || secret === undefined ? null : { prefix, secret };
}

export function toApiKeyText(key: PresentedKey): string {
  return `sw_${key.prefix}_${key.secret}`;
}

/** `Authorization: Bearer …` → the token, else null. */
export function parseBearer(header: string | null | undefined): string | null {
  const [, token] = /^Bearer ([^\s]+)$/i.exec(header?.trim() ?? "") ?? [];
  return token ?? null;
}
