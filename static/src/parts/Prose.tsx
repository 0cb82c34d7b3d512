import '../../styles/Prose.css';

interface Policy {
  createHTML(html: string): unknown;
}

interface Policies {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): Policy;
}

/* The only policy there is. It passes on what it is given, because it is given one thing only: the
   HTML that the server's allow-list wrote of a note. Browsers without Trusted Types take the text. */
const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
const policy: Policy = policies?.createPolicy('kith', { createHTML: (html) => html }) ?? {
  createHTML: (html) => html,
};

/* A note as the server rendered it: the one place where HTML enters the page. */
export function Prose({ html }: { html: string }) {
  const trusted = policy.createHTML(html) as string;
  return <div class="prose" dir="auto" dangerouslySetInnerHTML={{ __html: trusted }} />;
}
