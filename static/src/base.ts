/* The path that this Kith is served under, "" or "/kith": the server writes it into the first
   document, with a slash behind it. */
export const basePath = (document.documentElement.dataset['base'] ?? '/').replace(/\/$/, '');
