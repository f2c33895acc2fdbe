/** Where a person's messages stand: `person:ID`. */
export function inboxOf(personId: string): string {
  return `person:${personId}`;
}

/** Where a channel's messages stand: `channel:NAME`. */
export function channelNamed(name: string): string {
  return `channel:${name}`;
}

/** True in a person's own conversation with Depsync. */
export function isInbox(conversation: string): boolean {
  return conversation.startsWith('person:');
}

/** Address of a conversation's page; what is done there hangs below it. */
export function pathOf(conversation: string): string {
  return `/c/${encodeURIComponent(conversation).replaceAll('%3A', ':')}`;
}
