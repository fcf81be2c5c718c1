/**
 * Writes an address so that it may be shown: `***` for a name, a password, a query and a fragment, which can each be a secret. A text
 * that is no address is left as it is.
 */
export function hideUrlSecrets(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.host === "") return text;
  const { username, password, search, hash, protocol, host, pathname } = url;
  if (username + password + search + hash === "") return text;
  const user = username + password === "" ? "" : "***@";
  return `${protocol}//${user}${host}${pathname}${search === "" ? "" : "?***"}${hash === "" ? "" : "#***"}`;
}
