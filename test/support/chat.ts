import type { Platform } from '../../src/chat/inbound.ts';
import type { Clock } from '../../src/core/clock.ts';
import { type RecordingChat, recordingChat } from '../../src/story/chat.ts';

/** A chat in memory that fails when told to. */
export interface FakeChat extends RecordingChat {
  /** The next calls throw these, one each. */
  failNext(...errors: Error[]): void;
  /** Fails no more. */
  heal(): void;
}

export function fakeChat(platform: Platform, clock: Clock): FakeChat {
  const chat = recordingChat(platform, clock);
  const failures: Error[] = [];
  const failIfTold = () => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
  };
  return {
    ...chat,
    failNext: (...errors) => failures.push(...errors),
    heal: () => void failures.splice(0),
    async post(message) {
      failIfTold();
      return chat.post(message);
    },
    async update(ref, message) {
      failIfTold();
      await chat.update(ref, message);
    },
  };
}
