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
}
