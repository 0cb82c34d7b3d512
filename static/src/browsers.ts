/* What a browser calls itself, as people call it. */

const names: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

const find = (list: [RegExp, string][], text: string) =>
  list.find(([pattern]) => pattern.test(text))?.[1] ?? null;

/* "Firefox on Linux"; the whole of what it says when that is not known. */
export function browserOf(text: string | null): string | null {
  if (!text) return null;
  const name = find(names, text);
  const system = find(systems, text);
  return name && system ? `${name} on ${system}` : (name ?? text);
}
