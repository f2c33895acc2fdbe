import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to a server that can be cut: others use the server, and only ours may suffer. */
export interface Wire {
  port: number;
  /** Cuts every connection; new ones are taken. Returns how many were cut. */
  cut(): number;
  close(): Promise<void>;
}

export async function startWire(host: string, port: number): Promise<Wire> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.setNoDelay(true);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
    sockets.add(near);
    near.on('close', () => sockets.delete(near));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    const { size } = sockets;
    for (const socket of sockets) socket.resetAndDestroy();
    return size;
  };
  return {
    port: (server.address() as AddressInfo).port, // a TCP server's address is no string
    cut,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
