/** The test server shares GramJS's codec, so both could be wrong alike: these bytes were written down apart from either. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Api } from "../../lib/telegram/gramjs.ts";
import {
  formatBytes,
  formatContainer,
  formatRpcResult,
  formatValue,
  parseContainer,
  readObject,
  toLong,
  unpack,
} from "./mtproto_codec.ts";
import { bytesToNumber, decryptIge, encryptIge, modPow, numberToBytes } from "./mtproto_crypto.ts";
import { formatFrame, FrameReader } from "./mtproto_frames.ts";
import { openMessage, sealMessage } from "./mtproto_message.ts";

/** Bytes from hexadecimal digits, spaces aside. */
function hex(digits: string): Buffer {
  return Buffer.from(digits.replaceAll(/\s/g, ""), "hex");
}

function count(from: number, to: number): Buffer {
  return Buffer.from(Array.from({ length: to - from }, (_, at) => from + at));
}

Deno.test("requests and updates are the bytes that Telegram's schema says", async () => {
  const channelId = toLong(0x1122334455);
  const accessHash = toLong(-2);
  const vectors: [object: { getBytes(): Buffer }, bytes: string][] = [
    [new Api.Ping({ pingId: toLong(5) }), "ec77be7a 0500000000000000"],
    [
      new Api.MsgsAck({ msgIds: [toLong(1), toLong(2)] }),
      "59b4d662 15c4b51c 02000000 0100000000000000 0200000000000000",
    ],
    [new Api.PeerChannel({ channelId }), "1e37a5a2 5544332211000000"],
    [new Api.InputChannel({ channelId, accessHash }), "28ec5af3 5544332211000000 feffffffffffffff"],
    [
      new Api.messages.GetHistory({
        peer: new Api.InputPeerChannel({ channelId, accessHash }),
        offsetId: 1,
        offsetDate: 2,
        addOffset: -3,
        limit: 100,
        maxId: 4,
        minId: 5,
        hash: toLong(6),
      }),
      "c5e62344 fcbbbc27 5544332211000000 feffffffffffffff 01000000 02000000 fdffffff 64000000 04000000 05000000 0600000000000000",
    ],
    [
      new Api.updates.GetChannelDifference({
        channel: new Api.InputChannel({ channelId, accessHash }),
        filter: new Api.ChannelMessagesFilterEmpty(),
        pts: 7,
        limit: 100,
      }),
      "783d1703 00000000 28ec5af3 5544332211000000 feffffffffffffff e72ed494 07000000 64000000",
    ],
    [
      new Api.UpdateDeleteChannelMessages({ channelId, messages: [3, 4], pts: 9, ptsCount: 2 }),
      "125b2dc3 5544332211000000 15c4b51c 02000000 03000000 04000000 09000000 02000000",
    ],
    [
      new Api.RpcError({ errorCode: 420, errorMessage: "FLOOD_WAIT_3" }),
      "19ca4421 a4010000 0c 464c4f4f445f574149545f33 000000",
    ],
  ];
  for (const [object, bytes] of vectors) {
    assert.equal(object.getBytes().toString("hex"), hex(bytes).toString("hex"), object.constructor.name);
  }
  const read = await readObject(hex(vectors[6]?.[1] ?? ""));
  assert.ok(read instanceof Api.UpdateDeleteChannelMessages);
  assert.deepEqual([read.messages, read.pts, read.ptsCount], [[3, 4], 9, 2]);
});

Deno.test("a text of up to 253 bytes has its length in one byte, a longer one in three behind 254", () => {
  assert.deepEqual(formatBytes(hex("616263")), hex("03616263"));
  assert.deepEqual(formatBytes(hex("61626364")), hex("0461626364000000"));
  const long = formatBytes(Buffer.alloc(254, 0x61));
  assert.deepEqual([long.subarray(0, 4), long.length], [hex("fefe0000"), 260]);
});

Deno.test("answers, containers and packed answers are read back from the bytes they are", () => {
  assert.deepEqual(formatRpcResult(1n, true), hex("016d5cf3 0100000000000000 b5757299"));
  assert.deepEqual(formatValue([]), hex("15c4b51c 00000000"));
  const container = hex(
    "dcf8f173 02000000  0100000000000000 03000000 04000000 61616161  0500000000000000 00000000 00000000",
  );
  const messages = [
    { id: 1n, sequence: 3, body: hex("61616161") },
    { id: 5n, sequence: 0, body: hex("") },
  ];
  assert.deepEqual(formatContainer(messages), container);
  assert.deepEqual(parseContainer(container), messages);
  const packed = formatRpcResult(1n, Array.from({ length: 60 }, () => new Api.Ping({ pingId: toLong(5) })));
  assert.ok(packed.length < 100);
  assert.equal(unpack(packed.subarray(12))?.length, 8 + 60 * 12);
  assert.equal(unpack(container), null);
});

Deno.test("frames count themselves, end with a checksum, and are found in whatever pieces they come", () => {
  const first = formatFrame(0, Buffer.from("12345678"));
  assert.deepEqual(first, hex("14000000 00000000 3132333435363738 8a3c6f21"));
  const bytes = Buffer.concat([first, formatFrame(1, Buffer.from("9"))]);
  const reader = new FrameReader();
  const found = [...bytes].flatMap((byte) => reader.push(Buffer.from([byte])));
  assert.deepEqual(found.map(String), ["12345678", "9"]);
  assert.throws(
    () => new FrameReader().push(Buffer.from(first.map((byte, at) => at === 9 ? 0 : byte))),
    /checksum/,
  );
});

Deno.test("AES in IGE mode, powers and numbers agree with another tool", () => {
  const encrypted = hex(
    "42e66e1a756cccf5b27acc47523ad074 ee39bf54e3db37bbdf415df6b400fca9 77f708327c9e9341cc3dc8efd31e7646",
  );
  assert.deepEqual(encryptIge(count(0, 48), count(0, 32), count(32, 64)), encrypted);
  assert.deepEqual(decryptIge(encrypted, count(0, 32), count(32, 64)), count(0, 48));
  assert.equal(modPow(4n, 13n, 497n), 445n);
  assert.deepEqual(numberToBytes(0x1234n, 4), hex("00001234"));
  assert.equal(bytesToNumber(hex("00ff01")), 0xff01n);
});

Deno.test("a message is sealed to the bytes that another tool makes of it, for either side, and only whole ones open", () => {
  const message = {
    salt: 0x0102030405060708n,
    sessionId: -2n,
    id: 0x1111111100000001n,
    sequence: 3,
    body: Buffer.from("resift!!"),
  };
  const authKey = count(0, 256);
  const padding = (length: number) => Buffer.alloc(length, 0xaa);
  const sealed = {
    client:
      "32d1586ea457dfc808accc26a06b3c2f1e0aad17f133b45900079844ca8f0fe76e81d748267a5823e2c177d3115b8c4564478172d33e7a91879a1d9faf439324d48ba3c28b2d2aa7e12b40d10bd259e42eccc20477065e68",
    server:
      "32d1586ea457dfc80f8cf708f55d17bdca87f54cf71d98e0aba87ea3c963253229b167ecd4cb14ddc19a1b1ca7d98aa8b916ada13a2cb462adc044261861e1923f0f21a9f57770b8d577c836549b1b5c2ee6e21b69c62eab",
  };
  for (const sender of ["client", "server"] as const) {
    assert.equal(sealMessage(message, authKey, sender, padding).toString("hex"), sealed[sender]);
    assert.deepEqual(openMessage(hex(sealed[sender]), authKey, sender), message);
  }
  assert.throws(() => openMessage(hex(sealed.client), authKey, "server"), /does not fit/);
});
