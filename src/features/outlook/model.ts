import type { Colour } from '../../chat/card.ts';

/** Which part of a programme is shown; all that is named must fit. */
export interface Filter {
  team: { id: string; name: string } | undefined;
  colour: Colour | undefined;
  /** The critical path alone. */
  path: boolean;
}
