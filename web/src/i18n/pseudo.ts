// A made-up language for tests: every text of the catalogue becomes longer, accented and bracketed,
// so that what overflows, and what did not come from the catalogue, can be seen.
const accented: Record<string, string> = { a: 'à', e: 'ë', i: 'î', o: 'ö', u: 'ü', A: 'Å', E: 'Ë', I: 'Î', O: 'Ø', U: 'Û', n: 'ñ', c: 'ç' };

export function pseudo(text: string): string {
  const letters = text.replace(/\{\{.*?\}\}|[aeiouAEIOUnc]/g, (part) => accented[part] ?? part);
  return `⟦${letters}${'~'.repeat(Math.ceil(text.length * 0.3))}⟧`;
}

export function pseudoCatalogue(value: unknown): unknown {
  if (typeof value === 'string') return pseudo(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pseudoCatalogue(inner)]));
}
