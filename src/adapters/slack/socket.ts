import { type App, type Receiver, type ReceiverEvent, SocketModeReceiver } from '@slack/bolt';

type SocketOptions = ConstructorParameters<typeof SocketModeReceiver>[0];

/**
 * Socket Mode that acknowledges as HTTP does: when the act is done. Bolt's own acknowledges events before their listeners
 * run, so that words would be lost with a process that ends in between; what is not acknowledged Slack delivers again.
 */
export function socketReceiver(options: SocketOptions): Receiver {
  const socket = new SocketModeReceiver({
    ...options,
    // The app has logged the failure by now; Bolt's own handler would log its words as well.
    processEventErrorHandler: async () => false,
  });
  return {
    init(app) {
      const afterwards: Pick<App, 'processEvent'> = { processEvent: (event) => processThenAck(app, event) };
      socket.init(afterwards as App); // the receiver uses nothing else of it
    },
    start: () => socket.start(),
    stop: () => socket.stop(),
  };
}

async function processThenAck(app: App, event: ReceiverEvent): Promise<void> {
  let acknowledge: (() => Promise<void>) | undefined;
  await app.processEvent({
    ...event,
    ack: async (answer) => {
      acknowledge = () => event.ack(answer);
    },
  });
  await acknowledge?.();
}
