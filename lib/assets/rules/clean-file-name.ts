const MAX_LENGTH = 200;

/**
 * The name a person sees for an uploaded file: the last path part, without control and direction-changing
 * characters, at most 200 characters. Never used as a path. Source of the character list: Unicode bidi controls.
 */
export function cleanFileName(name: string): string {
  const base = name.split(/[\\/]/).at(-1) ?? "";
  const visible = Array.from(base.normalize("NFC"), (character) => (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u.test(character) && character !== "\u200d" ? "" : character)).join("").trim();
  const cut = Array.from(visible).slice(0, MAX_LENGTH).join("");
  return cut === "" || /^\.+$/.test(cut) ? "unnamed" : cut;
}
