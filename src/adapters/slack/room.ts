import type { Button } from '../../chat/card.ts';
import type { Room } from '../../chat/fit.ts';
import { isWebAddress } from '../../chat/text.ts';
import { LIMITS } from './limits.ts';

export const MESSAGE: Room = {
  blocks: LIMITS.blocksPerMessage,
  characters: LIMITS.charactersPerMessage,
  labels: LIMITS.charactersPerMessage / 2,
  text: LIMITS.text,
  buttonLabel: LIMITS.buttonLabel,
  buttonsPerRow: LIMITS.buttonsPerRow,
  takes,
};
export const VIEW: Room = { ...MESSAGE, blocks: LIMITS.blocksPerView };

function takes(button: Button): boolean {
  switch (button.kind) {
    case 'page':
      // The console answers on its own machine alone: nobody in Slack could open it.
      return false;
    case 'link':
      return isWebAddress(button.url) && button.url.length <= LIMITS.buttonUrl;
    case 'action':
    case 'form':
      return (
        JSON.stringify(button.value).length <= LIMITS.buttonValue && button.name.length <= LIMITS.id - '#999'.length
      );
  }
}
