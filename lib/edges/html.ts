const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Markup that is safe to send: only `html` makes it, and it escapes every value that is not already markup. */
export type Html = { readonly markup: string };

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Tag for pages that must work without React: html`<p>${anything}</p>`. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | number | Html)[]): Html {
  const markup = parts.reduce((whole, part, index) => {
    const value = values[index - 1];
    return whole + (typeof value === "object" ? value.markup : escapeHtml(String(value))) + part;
  });
  return { markup };
}
