/** Where a person's messages stand: `person:ID`. */
export function inboxOf(personId: string): string {
  return `person:${personId}`;
}

/** Where a channel's messages stand: `channel:NAME`. */
export function channelNamed(name: string): string {
  return `channel:${name}`;
}

/** What everybody calls it: a channel's name; an inbox is called as it is here. */
export function nameOf(conversation: string): string {
  return isInbox(conversation) ? conversation : conversation.slice(channelNamed('').length);
}

/** True in a person's own conversation with Depsync. */
export function isInbox(conversation: string): boolean {
  return conversation.startsWith('person:');
}

/** Address of a conversation's page; what is done there hangs below it. */
export function pathOf(conversation: string): string {
  return `/c/${encodeURIComponent(conversation).replaceAll('%3A', ':')}`;
}
