import { DateTime } from 'luxon';
import type { JSX } from 'preact';
import type { Span, Text } from '../../chat/text.ts';
import { formatMoment } from '../../core/format-time.ts';
import { shorten } from './limits.ts';
import type { WebPerson } from './port.ts';

/** Text as `reader` sees it. All of it goes through preact, which escapes it. */
export function TextView({ text, reader }: { text: Text; reader: WebPerson }): JSX.Element {
  return <>{shorten(text).map((span) => renderSpan(span, reader))}</>;
}

function renderSpan(span: Span, reader: WebPerson): JSX.Element | string {
  if (typeof span === 'string') return span;
  switch (span.kind) {
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'code':
      return <code>{span.text}</code>;
    case 'link':
      return <Link label={span.text} url={span.url} />;
    case 'mention':
      return <span class={span.person === reader.id ? 'mention mention-me' : 'mention'}>@{span.name}</span>;
    case 'moment':
      return <Moment at={DateTime.fromISO(span.at)} zone={reader.zone} />;
  }
}

/** An instant in the reader's zone. */
export function Moment({ at, zone }: { at: DateTime; zone: string }): JSX.Element {
  return <time datetime={at.toUTC().toISO()}>{formatMoment(at, zone)}</time>;
}

/** A link to a web page; any other address is shown as text and leads nowhere. */
export function Link(props: { label: string; url: string; class?: string }): JSX.Element {
  if (!isWebAddress(props.url)) {
    return (
      <>
        {props.label} ({props.url})
      </>
    );
  }
  return (
    <a class={props.class} href={props.url} target="_blank" rel="noopener noreferrer nofollow">
      {props.label}
    </a>
  );
}

function isWebAddress(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
