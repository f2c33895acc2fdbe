import { type Button, type Card, note } from './card.ts';
import { withSharedLinks } from './shared.ts';

const card = (button: Button): Card => ({ ...note('A sync'), blocks: [{ kind: 'buttons', buttons: [button] }] });
const shared: Button = { kind: 'page', label: 'Calendar file', path: '/meetings/calendar/5b1f', shared: true };

it('links to what needs no sign-in, where the installation has an address', () => {
  expect(withSharedLinks(card(shared), 'https://depsync.example.com')).toEqual(
    card({ kind: 'link', label: 'Calendar file', url: 'https://depsync.example.com/meetings/calendar/5b1f' }),
  );
});

it('leaves other pages as they are, and all of them without an address', () => {
  const page: Button = { kind: 'page', label: 'The map', path: '/map' };
  expect(withSharedLinks(card(page), 'https://depsync.example.com')).toEqual(card(page));
  expect(withSharedLinks(card(shared), undefined)).toEqual(card(shared));
});
