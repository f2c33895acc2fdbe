import type { Block, Card } from '../../../chat/card.ts';
import { code, type Text, text } from '../../../chat/text.ts';
import type { Change, DocumentSummary, Examined, Finding, Since } from '../../contracts/model.ts';
import { line, list, shorten } from './parts.ts';

/** Findings and changes that a refusal lists; the renderers cut what a platform cannot hold. */
const MOST_REFUSED = 20;
/** Of one finding or change; the whole stands in the console. */
const LONGEST_REMARK = 240;

/** What became of a contract's document when it was examined. */
export function documentBlocks(document: DocumentSummary | null): Block[] {
  if (document === null) return [line(['By address alone: neither linted nor compared'])];
  const { findings, lint } = document;
  const total = lint.error + lint.warn + lint.info;
  return [
    line([document.since === null ? 'Compared with nothing: no document came before it' : sinceLine(document.since)]),
    line([
      `Lint: ${
        total === 0
          ? 'clean'
          : counted([
              [lint.error, 'error'],
              [lint.warn, 'warning'],
              [lint.info, 'note'],
            ])
      }`,
    ]),
    ...(findings.length === 0 ? [] : [list(findings.map(findingLine), total)]),
  ];
}

/** `Since v2.0.0: 1 breaking (response field …), 3 additive`. */
export function sinceLine({ version, verdict, counts, first }: Since): string {
  if (verdict === 'none') return `Since v${version}: nothing but the version`;
  const parts = (['breaking', 'not-judged', 'additive', 'documentation'] as const)
    .filter((name) => counts[name] > 0)
    .map((name) => {
      const words = name === verdict && first !== null ? ` (${shorten(first.replace(/\.$/, ''), LONGEST_REMARK)})` : '';
      return `${counts[name]} ${name.replace('-', ' ')}${words}`;
    });
  return `Since v${version}: ${parts.join(', ')}`;
}

/** To who sent a document whose findings weigh as errors. */
export function lintRefusedCard({ key }: { key: string }, { version, findings, summary }: Examined): Card {
  const { error } = summary.lint;
  const errors = findings.filter((finding) => finding.severity === 'error');
  return {
    title: [`v${version} was not taken: ${counted([[error, 'error']])}`],
    blocks: [
      list(errors.slice(0, MOST_REFUSED).map(findingLine), error),
      line(
        text`Put them right and send it for ${key} again; nothing was saved. All that was found: ${code('depsync contract lint FILE')}`,
      ),
    ],
  };
}

/** To who sent a version that does not say what changed; `smallest` is the lowest that will do. */
export function versionRefusedCard(
  { key }: { key: string },
  { version, changes, summary }: Examined,
  smallest: string,
): Card {
  const { since } = summary;
  const gravest = changes.filter((change) => change.class === since?.verdict);
  const all = since === null || since.verdict === 'none' ? 0 : since.counts[since.verdict];
  return {
    title: [`v${version} does not fit: send it as v${smallest} or higher`],
    blocks: [
      ...(since === null ? [] : [line([sinceLine({ ...since, first: null })])]),
      ...(all === 0 ? [] : [list(gravest.slice(0, MOST_REFUSED).map(changeLine), all)]),
      line([
        `Nothing was saved. Write v${smallest} into the document of ${key}, or take back what is listed; then send it again.`,
      ]),
    ],
  };
}

function findingLine({ line: at, message, rule }: Finding): Text {
  return text`Line ${at}: ${shorten(message, LONGEST_REMARK)} (${rule})`;
}

export function changeLine({ where, message }: Change): Text {
  return [shorten(where === '' ? message : `${where}: ${message}`, LONGEST_REMARK)];
}

/** `2 warnings, 1 note`. */
function counted(of: readonly (readonly [number, string])[]): string {
  return of
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`)
    .join(', ');
}
