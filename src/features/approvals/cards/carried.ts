import { DateTime } from 'luxon';
import type { Block } from '../../../chat/card.ts';
import { moment, type Text, text } from '../../../chat/text.ts';
import type { Seat, Vote } from '../model.ts';
import { changeLine } from './document.ts';
import { line, list } from './parts.ts';

/** Why a signature holds that was given for an earlier version. */
export function carriedWords({ carriedFrom }: Pick<Vote, 'carriedFrom'>): Text {
  if (carriedFrom === null) return [];
  const why =
    carriedFrom.fingerprints.length === 0 ? 'no change breaks anything' : 'the change does not touch what they use';
  return text`carried from v${carriedFrom.version}, signed ${moment(DateTime.fromISO(carriedFrom.at))}: ${why}`;
}

/** To a consumer who is asked again: the changes that hit what the team uses. */
export function hitBlocks({ hitBy }: Pick<Seat, 'hitBy'>): Block[] {
  if (hitBy === undefined) return [];
  const { many, first } = hitBy;
  return [
    line([`Of what you use ${many === 1 ? '1 change hits' : `${many} changes hit`}:`]),
    list(first.map(changeLine), many),
  ];
}
