import type { Carried } from './carried.ts';

/** The parts of Adaptive Cards 1.5 that Depsync uses. [adaptivecards.io/schemas/1.5.0/adaptive-card.json] */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: 'http://adaptivecards.io/schemas/adaptive-card.json';
  version: string;
  /** Shown by clients that know older versions only; it may be read as Markdown, so nobody's words stand there. */
  fallbackText: string;
  body: Element[];
  actions?: Action[];
  refresh?: { action: ExecuteAction; userIds?: string[] };
  /** Outside the schema: what Teams alone knows. */
  msteams: { width: 'Full'; entities?: MentionEntity[] };
}

export type Element = RichTextBlock | TextBlock | Image | ColumnSet | ActionSet | Input;

interface Placed {
  spacing?: 'none' | 'small' | 'medium' | 'large';
  separator?: true;
}

/** Text that Teams shows as it stands. */
export interface RichTextBlock extends Placed {
  type: 'RichTextBlock';
  inlines: TextRun[];
}

export interface TextRun {
  type: 'TextRun';
  text: string;
  size?: 'small' | 'medium';
  weight?: 'bolder';
  color?: 'good' | 'warning' | 'attention';
  isSubtle?: true;
  fontType?: 'monospace';
  selectAction?: OpenUrlAction;
}

/** Text in which Teams reads Markdown and mentions: nobody's words stand there. */
export interface TextBlock extends Placed {
  type: 'TextBlock';
  text: string;
  size: 'small';
  wrap: true;
}

export interface Image extends Placed {
  type: 'Image';
  url: string;
  altText: string;
  size: 'stretch';
  /** Outside the schema: a click shows it whole. */
  msteams: { allowExpand: true };
}

export interface ColumnSet extends Placed {
  type: 'ColumnSet';
  columns: { type: 'Column'; width: number; items: Element[] }[];
}

export interface ActionSet extends Placed {
  type: 'ActionSet';
  actions: Action[];
}

interface Asked extends Placed {
  id: string;
  label: string;
  isRequired: boolean;
  errorMessage: string;
}

export type Input = TextInput | ChoiceInput | DateInput;

export interface TextInput extends Asked {
  type: 'Input.Text';
  isMultiline: boolean;
  maxLength: number;
  value?: string;
}

export interface ChoiceInput extends Asked {
  type: 'Input.ChoiceSet';
  choices: { title: string; value: string }[];
  style?: 'compact' | 'expanded' | 'filtered';
  isMultiSelect: boolean;
  wrap: true;
  /** Of several: parted by commas. */
  value?: string;
  placeholder?: string;
  /** Outside the schema: the tenant's people. */
  'choices.data'?: { type: 'Data.Query'; dataset: 'graph.microsoft.com/users' };
}

export interface DateInput extends Asked {
  type: 'Input.Date';
  value?: string;
}

export type Action = ExecuteAction | SubmitAction | OpenUrlAction;

/** What an action brings back; `msteams` opens a dialog. */
interface ActionData {
  depsync: Carried;
  msteams?: { type: 'task/fetch' };
}

interface Shown {
  title?: string;
  style?: 'positive' | 'destructive';
}

export interface ExecuteAction extends Shown {
  type: 'Action.Execute';
  verb: string;
  data: ActionData;
  /** For clients that do not know Action.Execute. */
  fallback?: SubmitAction;
}

export interface SubmitAction extends Shown {
  type: 'Action.Submit';
  data: ActionData;
}

export interface OpenUrlAction extends Shown {
  type: 'Action.OpenUrl';
  url: string;
}

/** Teams looks for `text` in the TextBlocks of the card, and notifies the person of this Entra object id. */
export interface MentionEntity {
  type: 'mention';
  text: string;
  mentioned: { id: string; name: string };
}
