/* Names as they are compared and shown. */

const joined: Record<string, string> = {
  ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', ħ: 'h',
};

/* Without case, accents and width; the stroked and joined letters of joined ones. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łøđðþßæœıħ]/g, (letter) => joined[letter] ?? letter)
    .trim();
}

const oneSign = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/* The first letters of the first and the last word; one sign for Chinese, Japanese and Korean. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/);
  const first = [...(parts[0] ?? '')][0] ?? '';
  if (oneSign.test(first) || parts.length < 2) return first.toUpperCase();
  return (first + ([...(parts[parts.length - 1] ?? '')][0] ?? '')).toUpperCase();
}

const familyFirst = /^(vi|hu)\b/;

/* How a person is called in a sentence: the given name, which stands last in Vietnamese and
   Hungarian; the whole name in Chinese, Japanese and Korean. */
export function shortName(person: { name: string; languages: string[] }): string {
  const parts = person.name.trim().split(/\s+/);
  if (oneSign.test(person.name)) return person.name;
  const last = familyFirst.test(person.languages[0] ?? '');
  return (last ? parts[parts.length - 1] : parts[0]) ?? person.name;
}

/* One of six tints, always the same for an id. */
export function tintOf(id: string): number {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + sign.charCodeAt(0)) % 997;
  return (sum % 6) + 1;
}

/* A capped count as it is shown everywhere: "1,000+" beyond the cap. */
export function countWords(number: { count: number; more: boolean }): string {
  const text = new Intl.NumberFormat().format(number.count);
  return number.more ? `${text}+` : text;
}
