/**
 * A host as it is compared: without its port, which a proxy may change, in small letters, without the dot of the root.
 *
 * @param host as in a Host header, which was judged before, or as an operator or merchant wrote it.
 */
export function hostName(host: string): string {
  const name = host.startsWith('[') ? host.slice(0, host.indexOf(']') + 1) : (host.split(':', 1)[0] ?? '');
  return name.toLowerCase().replace(/\.$/, '');
}
