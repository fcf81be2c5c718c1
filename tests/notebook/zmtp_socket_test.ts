import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ZmtpSocket } from "../../lib/notebook/zmtp_socket.ts";

const GREETING = new Uint8Array(64);
GREETING.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, ...new TextEncoder().encode("NULL")]);
const READY = [4, 6, 5, ...new TextEncoder().encode("READY")];

Deno.test("messages are read whole however the bytes are cut", async () => {
  const long = new Uint8Array(300).fill(7);
  const frames = [
    ...[1, 2, 10, 11, 0, 0], // a message of two parts, the last one empty
    ...[4, 3, 2, 80, 73], // a command, which is no message
    ...[2, 0, 0, 0, 0, 0, 0, 1, 44, ...long], // a part too long for a one-byte length
    ...[0, 5, 1], // cut off
  ];
  for (const pieceBytes of [1, 7, 1000]) {
    const peer = openPeer([...GREETING, ...READY, ...frames], pieceBytes);
    using socket = await ZmtpSocket.connect(peer.port, "DEALER");
    assert.deepEqual(await Array.fromAsync(socket.messages()), [
      [Uint8Array.of(10, 11), new Uint8Array(0)],
      [long],
    ]);
    socket.close();
    await peer.received;
  }
});

Deno.test("a subscriber greets, says what it is, and asks for every topic", async () => {
  const peer = openPeer([...GREETING, ...READY], 100);
  const socket = await ZmtpSocket.connect(peer.port, "SUB");
  socket.close();
  const ready = [5, ..."READY", 11, ..."Socket-Type", 0, 0, 0, 3, ..."SUB"].map(toByte);
  assert.deepEqual([...await peer.received], [...GREETING, 4, ready.length, ...ready, 0, 1, 1]);
});

Deno.test("messages that are sent at once arrive one after the other, parts together", async () => {
  const peer = openPeer([...GREETING, ...READY], 100);
  const socket = await ZmtpSocket.connect(peer.port, "DEALER");
  // Too long to be taken by the system at once: 0x1000000 bytes.
  const long = new Uint8Array(16_777_216).fill(9);
  await Promise.all([socket.send([Uint8Array.of(1), long]), socket.send([Uint8Array.of(2)])]);
  socket.close();
  const sent = Buffer.concat([Buffer.of(1, 1, 1, 2, 0, 0, 0, 0, 1, 0, 0, 0), long, Buffer.of(0, 1, 2)]);
  const received = (await peer.received).subarray(-sent.length);
  assert.ok(received.equals(sent));
});

Deno.test("a peer that speaks something else is refused", async () => {
  const peer = openPeer([...new TextEncoder().encode("HTTP/1.1 400 Bad Request\r\n".repeat(4))], 100);
  await assert.rejects(ZmtpSocket.connect(peer.port, "SUB"), /does not speak ZMTP/);
  await peer.received;
});

function toByte(value: string | number): number {
  return typeof value === "number" ? value : value.charCodeAt(0);
}

/** Accepts one connection, writes the bytes in pieces, and collects what comes back until the client closes. */
function openPeer(
  bytes: readonly number[],
  pieceBytes: number,
): { port: number; received: Promise<Buffer> } {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const exchange = async () => {
    using connection = await listener.accept();
    listener.close();
    connection.setNoDelay(true);
    const received = (async () => {
      const chunks: Uint8Array[] = [];
      for (;;) {
        const chunk = new Uint8Array(65_536);
        const count = await connection.read(chunk);
        if (count === null) break;
        chunks.push(chunk.subarray(0, count));
      }
      return Buffer.concat(chunks);
    })();
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      await connection.write(Uint8Array.from(bytes.slice(at, at + pieceBytes)));
    }
    await connection.closeWrite();
    return await received;
  };
  return { port: listener.addr.port, received: exchange() };
}
