import type { DateTime } from 'luxon';
import type { Card } from '../../chat/card.ts';
import type { Text } from '../../chat/text.ts';

/** Somebody who can use the console. */
export interface WebPerson {
  /** Depsync id. */
  id: string;
  name: string;
  handle: string;
  title: string | null;
  /** IANA zone in which they read moments. */
  zone: string;
}

/** A channel of a programme, `web:ID` in its policy. */
export interface WebChannel {
  id: string;
  name: string;
}

/** A version of a contract, with all that was found in its document. */
export interface WebContract {
  /** Key of its dependency, such as DEP-4. */
  dependency: string;
  /** `DEP-4 Orders API v2.1.0` */
  title: string;
  /** Where else it can be read. */
  url: string | null;
  facts: readonly string[];
  /** How each gate stands, who ticked what of its checklist, and who signed. */
  gates: readonly { standing: Text; checklist: readonly Text[]; votes: readonly Text[] }[];
  /** All versions of it, the newest first. */
  versions: readonly { id: string; text: Text }[];
  /** Undefined for an address alone. */
  document: WebDocument | undefined;
}

export interface WebDocument {
  text: string;
  findings: readonly { line: number; severity: string; message: string; rule: string }[];
  /** Findings that are counted and not listed. */
  findingsLeft: number;
  /** `Since v2.0.0: 1 breaking …`; undefined where it was compared with nothing. */
  since: string | undefined;
  changes: readonly { class: string; where: string; message: string }[];
  /** Markdown, in which what comes from documents is escaped; empty where there is none. */
  changeLog: string;
}

/** The contracts of a programme as they stand. */
export interface WebContracts {
  programme: string;
  contracts: readonly { id: string; text: Text }[];
  /** Contracts that are counted and not listed. */
  left: number;
}

/** The weekly syncs of a programme. */
export interface WebMeetings {
  programme: string;
  meetings: readonly { id: string; text: Text }[];
  /** Older ones that are counted and not listed. */
  left: number;
}

/** One weekly sync, as cards and as Markdown. */
export interface WebMeeting {
  /** SYNC-3 */
  key: string;
  cards: readonly Card[];
  markdown: string;
}

/** What the retrospectives of a programme came to. */
export interface WebRetrospectives {
  programme: string;
  /** The latest first. */
  retrospectives: readonly {
    id: string;
    title: string;
    survey: readonly Text[];
    words: readonly { label: string; said: readonly string[] }[];
    figures: readonly { label: string; present: string; before: string }[];
    /** The figures as a picture, in words. */
    alt: string;
  }[];
  /** What was agreed and is still open. */
  improvements: readonly Text[];
  /** Retrospectives that are counted and not shown. */
  left: number;
}

/** What was learned before. */
export interface WebLesson {
  title: string;
  text: string | null;
  link: string | null;
  /** When it was learned, and what recalls it. */
  about: string;
}

/** Which of the two pictures of a programme. */
export type OutlookKind = 'map' | 'gantt';
export type Theme = 'light' | 'dark';

/** A picture of a programme as it is now, with the same in words. */
export interface WebOutlook {
  title: string;
  alt: string;
  /** What the picture does not show one by one. */
  leftOut: string | undefined;
  /** The same as text of Mermaid. */
  mermaid: string;
  /** The milestones as a table in Markdown, where there are any. */
  markdown: string | undefined;
  teams: readonly { key: string; name: string }[];
  /** The key of the programme that is shown, and all there are. */
  programme: string;
  programmes: readonly { key: string; name: string }[];
}

/** What follows when a dependency slips. */
export interface WebWhatIf {
  /** What can slip. */
  open: readonly { key: string; title: string }[];
  answer: Card | undefined;
  /** What of the question does not fit, and what to send instead. */
  fault: string | undefined;
}

/** What is asked for: the whole, or a part in the words of the command. */
export interface AskedOutlook {
  now: DateTime;
  personId: string;
  kind: OutlookKind;
  part: string;
  /** The key of a programme; the first where it is left out. */
  programme: string | undefined;
}

/** A slip that somebody asks about, as they typed it; undefined before they did. */
export interface AskedWhatIf {
  now: DateTime;
  personId: string;
  slip: { dependency: string; days: string } | undefined;
}

/** The executive brief in words, as its reader sees it. */
export interface WebBrief {
  title: string;
  /** When the facts were read. */
  asOf: string;
  sections: readonly { title: string; sentences: readonly { text: string; sources: string }[] }[];
  markdown: string;
  /** Those that were sent, the newest first. */
  earlier: readonly { id: string; text: string }[];
}

/** What was due and what became of it, week by week. */
export interface WebCommunication {
  programme: string;
  columns: readonly string[];
  weeks: readonly { title: string; rows: readonly { kind: string; cells: readonly string[] }[] }[];
  people: readonly { who: string; answers: string }[];
  /** People beyond those. */
  morePeople: number;
}

/** How often each person was asked something, and what is held for them. */
export interface WebInterruptions {
  title: string;
  /** What the figures count, and against which budget. */
  note: string;
  columns: readonly string[];
  people: readonly { who: string; cells: readonly string[] }[];
  /** People beyond those. */
  left: number;
  /** The key of the programme that is shown, and all there are. */
  programme: string;
  programmes: readonly { key: string; name: string }[];
}

/** What the console must know of the register; whoever mounts the console fills it. */
export interface WebHost {
  /** The workspace that visitors of this installation sign in to. */
  workspace(): Promise<string>;
  /** Everybody who may sign in, in the order to show them. */
  people(workspace: string): Promise<WebPerson[]>;
  /** Undefined when there is nobody with this id (any more). */
  person(workspace: string, id: string): Promise<WebPerson | undefined>;
  /** True for a lead of any programme. */
  isLead(workspace: string, personId: string): Promise<boolean>;
  /** The channels this person may read, in the order to show them. */
  channels(workspace: string, personId: string): Promise<WebChannel[]>;
  /** Undefined when there is none with this id. */
  contract(workspace: string, id: string): Promise<WebContract | undefined>;
  /** The present contracts, by programme. */
  contracts(workspace: string): Promise<WebContracts[]>;
  /** An example of all that is sent by a specification, as JSON. Throws InvalidInput where that takes too much. */
  samples(specification: string): Promise<string>;
  /** Undefined without a programme. Throws InvalidInput, with what to ask for, where there is no such part. */
  outlook(workspace: string, asked: AskedOutlook): Promise<WebOutlook | undefined>;
  /** The picture of it, as SVG. */
  drawOutlook(workspace: string, asked: AskedOutlook, theme: Theme): Promise<string | undefined>;
  /** Nothing is saved. */
  whatIf(workspace: string, asked: AskedWhatIf): Promise<WebWhatIf>;
  /** The brief as it is now, or one that was sent; undefined where there is none. Throws UserError, saying why it cannot be shown. */
  brief(workspace: string, asked: { now: DateTime; personId: string; id?: string }): Promise<WebBrief | undefined>;
  /** Undefined without a programme. */
  communication(workspace: string, now: DateTime): Promise<WebCommunication | undefined>;
  /** Of the first programme where none is named by its key; undefined without one. Throws NotFound for one that is not there. */
  interruptions(
    workspace: string,
    asked: { now: DateTime; programme: string | undefined },
  ): Promise<WebInterruptions | undefined>;
  /** Retrospectives that have ended, by programme. */
  retrospectives(workspace: string, now: DateTime): Promise<WebRetrospectives[]>;
  /** The figures of one as SVG; undefined for one that is gone. */
  drawRetrospective(workspace: string, id: string, now: DateTime, theme: Theme): Promise<string | undefined>;
  /** All lessons, the newest first. */
  lessons(workspace: string): Promise<WebLesson[]>;
  /** A picture of a message, as SVG; undefined for one that is gone. */
  picture(workspace: string, id: string, theme: Theme): Promise<string | undefined>;
  /** The same as PNG, for a chat that fetches it. */
  picturePng(workspace: string, id: string): Promise<Uint8Array | undefined>;
  /** The weekly syncs, by programme. */
  meetings(workspace: string): Promise<WebMeetings[]>;
  /** Undefined when there is none with this id. */
  meeting(workspace: string, now: DateTime, id: string): Promise<WebMeeting | undefined>;
  /** The calendar file with this random id. */
  calendarFile(workspace: string, now: DateTime, id: string): Promise<{ name: string; text: string } | undefined>;
}
