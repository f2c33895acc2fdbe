import type { TeamsMessage, TeamsPerson, TeamsPlace, TeamsState } from './teams-state.ts';

/** An activity as Teams sends it to a bot. [Bot Framework: Activity schema] */
export type SentActivity = Record<string, unknown>;

/** What an activity of a person says of where and by whom, whatever it is about. */
export function activityOf(
  state: TeamsState,
  serviceUrl: string,
  person: TeamsPerson,
  place: TeamsPlace,
  more: SentActivity,
  thread?: string,
): SentActivity {
  const at = new Date(state.now()).toISOString();
  const shared = place.kind === 'personal' ? {} : { isGroup: true };
  return {
    id: state.newId(place),
    timestamp: at,
    localTimestamp: at,
    localTimezone: person.zone,
    serviceUrl,
    channelId: 'msteams',
    from: { id: person.id, name: person.displayName, aadObjectId: person.objectId },
    conversation: {
      ...shared,
      conversationType: place.kind,
      tenantId: person.tenant,
      id: thread === undefined ? place.id : `${place.id};messageid=${thread}`,
    },
    recipient: { ...state.bot },
    locale: 'en-GB',
    channelData: { tenant: { id: person.tenant }, ...(place.kind === 'channel' && channelOf(place)) },
    ...more,
  };
}

/** The app's arrival at a place or its end there, as the two activities with which Teams tells of it. */
export function installationOf(
  state: TeamsState,
  serviceUrl: string,
  person: TeamsPerson,
  place: TeamsPlace,
  what: 'add' | 'remove',
): SentActivity[] {
  const event = what === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved';
  const channelData = {
    tenant: { id: person.tenant },
    ...(place.kind === 'channel' && { team: { id: place.team.id, name: place.team.name }, eventType: event }),
  };
  const members = [{ id: state.bot.id }];
  const of = (more: SentActivity) => activityOf(state, serviceUrl, person, place, { channelData, ...more });
  return [
    of({ type: 'conversationUpdate', [what === 'add' ? 'membersAdded' : 'membersRemoved']: members }),
    of({ type: 'installationUpdate', action: what }),
  ];
}

/** A message's words and what comes with them; `@name` mentions somebody of a shared place. */
export function wordsOf(
  state: TeamsState,
  person: TeamsPerson,
  place: TeamsPlace,
  words: string,
  { mention, fileUrl, fileName = '' }: { mention: boolean; fileUrl: string | undefined; fileName: string | undefined },
): SentActivity {
  const mentioned: { id: string; name: string }[] = mention ? [state.bot] : [];
  const members = place.kind === 'personal' ? [] : state.membersOf(place);
  const said = words.replace(/@([\w.-]*\w)/g, (whole, name: string) => {
    const member = members.find((one) => one.name === name);
    if (member === undefined) return whole;
    mentioned.push({ id: member.id, name: member.displayName });
    return `<at>${member.displayName}</at>`;
  });
  const text = mention ? `<at>${state.bot.name}</at>&nbsp;${said}\n` : said;
  const html = { contentType: 'text/html', content: `<p>${text.replaceAll('\n', '')}</p>` };
  const file = {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    contentUrl: `https://example.sharepoint.com/personal/${person.name}/${fileName}`,
    name: fileName,
    content: { downloadUrl: fileUrl, uniqueId: 'a-file', fileType: fileName.split('.').at(-1) },
  };
  return {
    type: 'message',
    textFormat: 'plain',
    text,
    attachments: fileUrl === undefined ? [html] : [file, html],
    entities: [
      ...mentioned.map(({ id, name }) => ({ type: 'mention', mentioned: { id, name }, text: `<at>${name}</at>` })),
      { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: person.zone },
    ],
  };
}

/** Where an act on a card was done. */
export function threadOf(message: TeamsMessage, place: TeamsPlace): string | undefined {
  return place.kind === 'channel' ? (message.root ?? message.id) : undefined;
}

function channelOf(place: Extract<TeamsPlace, { kind: 'channel' }>): SentActivity {
  const { team } = place;
  return { team: { id: team.id }, channel: { id: place.id }, teamsTeamId: team.id, teamsChannelId: place.id };
}
