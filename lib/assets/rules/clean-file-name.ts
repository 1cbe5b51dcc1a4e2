const MAX_LENGTH = 200;
/** Controls, formats, private use, unassigned, and separators of lines and paragraphs. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** Holds emoji of families together. */
const ZERO_WIDTH_JOINER = "\u200d";

/**
 * The name a person sees for an uploaded file: the last path part, without control and direction-changing
 * characters, at most 200 characters. Never used as a path. Source of the character list: Unicode bidi controls.
 */
export function cleanFileName(name: string): string {
  const base = name.toWellFormed().split(/[\\/]/).at(-1) ?? "";
  const visible = Array.from(base, (character) => (INVISIBLE.test(character) && character !== ZERO_WIDTH_JOINER ? "" : character)).join("");
  const cut = Array.from(visible.normalize("NFC").trim()).slice(0, MAX_LENGTH).join("").trim();
  return cut === "" || /^\.+$/.test(cut) ? "unnamed" : cut;
}
