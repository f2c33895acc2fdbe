import type { Block } from '../../../chat/card.ts';
import { code, link, moment, type Text, text } from '../../../chat/text.ts';
import { LONGEST_CRITERION, MOST_CRITERIA } from '../../programme/model.ts';
import { evidenceOf } from '../../register/model.ts';
import type { GateView } from '../model.ts';
import { unticked } from '../rules.ts';
import { line, list, shorten, who } from './parts.ts';

/** The obligations that compliance signs for, each with its evidence. */
export function obligationBlocks(dependency: GateView['dependency']): Block[] {
  const all = evidenceOf(dependency);
  const items = all.map(({ obligation, url }) =>
    url === null ? [`${obligation}: no evidence yet`] : text`${obligation}: ${link('evidence', url)}`,
  );
  return [
    line(['You sign that these obligations are met:']),
    list(items, all.length),
    ...(all.every(({ url }) => url !== null)
      ? []
      : [
          line(
            text`First its evidence, a link of that name: ${code(`/deps link ${dependency.key} URL ${all.find(({ url }) => url === null)?.obligation}`)}`,
          ),
        ]),
  ];
}

/** The checklist: who ticked what, and what a signature ticks. */
export function checklistBlocks(view: GateView): Block[] {
  const { criteria } = view.gate;
  if (criteria.length === 0) return [];
  const left = unticked(view.gate, view.ticks).length;
  const head =
    left === 0
      ? `Checklist, all ${criteria.length} ticked:`
      : `Checklist, ${criteria.length - left} of ${criteria.length} ticked; signing ticks the rest:`;
  return [line([head]), list(checklistItems(view).slice(0, MOST_CRITERIA), criteria.length)];
}

/** Each item of the checklist by its number, with who ticked it and when. */
export function checklistItems(view: GateView): Text[] {
  return view.gate.criteria.map((criterion, index): Text => {
    const tick = view.ticks.find((one) => one.item === index + 1);
    const item = `${index + 1} ${shorten(criterion, LONGEST_CRITERION)}`;
    return tick === undefined ? [item] : text`✓ ${item} (${who(view, tick.byId)}, ${moment(tick.at)})`;
  });
}
