import type { SeededRandom } from "../core/seeded_random.ts";
import { SAMPLE_AGENCIES } from "./sample_agencies.ts";
import type { PostStatus, SampleKind } from "./sample_agency.ts";
import type { SampleChannel } from "./sample_channel.ts";
import type { SampleAction, SampleDisposition, SampleMedia, SampleMessage } from "./sample_message.ts";
import { type SamplePost, writeSampleCompilation, writeSamplePost } from "./sample_post.ts";
import { plainTextParts } from "./text_parts.ts";
import { writeAnnouncement, writeFilledNotice, writeReply } from "./write_notice.ts";

/** The most assignments one message can hold; serial numbers leave room for them. */
const SERIALS_PER_MESSAGE = 5;
const HOUR_MS = 3_600_000;
const EMPTY_POST: SamplePost = { text: "", parts: [], truth: { kind: "none" } };
const SKIP_REASONS = {
  forward: "forward",
  reply: "reply",
  announcement: "non_assignment",
  filled_notice: "non_assignment",
  media_only: "empty_text",
  service: "empty_text",
} as const;

interface MessageBody {
  readonly post: SamplePost;
  readonly forwardedFrom?: string;
  readonly replyToMessageId?: number;
  readonly media?: SampleMedia | null;
  readonly action?: SampleAction;
}

/** The message at a place of a channel. It needs no other, so that any stretch can be generated alone. */
export function writeMessage(channel: SampleChannel, index: number, revision: 1 | 2): SampleMessage {
  const { agency } = channel;
  const kind = channel.kindAt(index);
  const frame = channel.randomAt(index, "frame").fork(1);
  const later = drawLater(channel.randomAt(index, "later"), kind);
  const isEdited = revision === 2 && later === "edit";
  const isDeleted = revision === 2 && later === "delete";
  const body = writeBody(channel, index, kind, frame);
  const post = isEdited ? writeEditedPost(channel, index) : body.post;
  const messageDate = channel.dateAt(index);
  const editedAfterMs = frame.integer(1, 40) * (isEdited ? HOUR_MS : 60_000);
  const isTouchedUp = kind === "assignment" && frame.chance(0.04);
  return {
    agency,
    channel: channel.channel,
    kind,
    messageId: messageIdAt(index),
    messageDate,
    editDate: isEdited || isTouchedUp ? new Date(messageDate.getTime() + editedAfterMs) : null,
    sender: drawSender(channel, frame),
    forwardedFrom: body.forwardedFrom ?? null,
    replyToMessageId: body.replyToMessageId ?? null,
    text: post.text,
    parts: post.parts,
    media: body.media ?? null,
    action: body.action ?? null,
    reactions: frame.chance(0.08)
      ? [{ emoji: frame.pick(["👍", "❤", "🙏", "🔥"]), count: frame.integer(1, 9) }]
      : [],
    truth: post.truth,
    disposition: dispositionOf(kind, isDeleted),
    later,
    isDeleted,
  };
}

function messageIdAt(index: number): number {
  return index + 1;
}

function dispositionOf(kind: SampleKind, isDeleted: boolean): SampleDisposition {
  if (isDeleted) return { status: "skipped", reason: "deleted" };
  if (kind === "assignment" || kind === "repost" || kind === "closed" || kind === "compilation") {
    return { status: "ok" };
  }
  return { status: "skipped", reason: SKIP_REASONS[kind] };
}

function drawLater(random: SeededRandom, kind: SampleKind): SampleMessage["later"] {
  const share = random.next();
  if (kind === "assignment" && share < 0.06) return "edit";
  const canVanish = kind === "assignment" || kind === "announcement" || kind === "filled_notice";
  return canVanish && share > 0.97 ? "delete" : null;
}

function drawSender(channel: SampleChannel, random: SeededRandom): SampleMessage["sender"] {
  const { title, bareChannelId, coordinators } = channel.agency;
  if (coordinators.length === 0) return { name: title, id: `channel${bareChannelId}` };
  const place = random.integer(0, coordinators.length - 1);
  return { name: coordinators[place] ?? title, id: `user${bareChannelId + 7919 * (place + 1)}` };
}

function writeBody(
  channel: SampleChannel,
  index: number,
  kind: SampleKind,
  frame: SeededRandom,
): MessageBody {
  const { agency } = channel;
  const random = channel.randomAt(index, "post");
  switch (kind) {
    case "assignment":
      return {
        post: writePostAt(channel, index, "new"),
        media: frame.chance(0.05) ? drawPhoto(frame) : null,
      };
    case "closed":
      return { post: writePostAt(channel, index, "closed") };
    case "repost": {
      const original = channel.assignmentBefore(index - frame.integer(1, 40));
      return { post: writePostAt(channel, original, "repost") };
    }
    case "compilation": {
      const options = {
        date: channel.dateAt(index),
        serial: index * SERIALS_PER_MESSAGE,
        status: "new",
      } as const;
      return {
        post: writeSampleCompilation(random, agency, options) ?? writeSamplePost(random, agency, options),
      };
    }
    case "forward": {
      const source = random.pick(SAMPLE_AGENCIES.filter((other) => other !== agency));
      const options = {
        date: channel.dateAt(index),
        serial: random.integer(0, 4000),
        status: "new",
      } as const;
      return { post: writeSamplePost(random, source, options), forwardedFrom: source.title };
    }
    case "reply": {
      const target = channel.assignmentBefore(index - random.integer(1, 12));
      return { post: plainPost(writeReply(random, agency)), replyToMessageId: messageIdAt(target) };
    }
    case "announcement":
      return { post: plainPost(writeAnnouncement(random, agency)) };
    case "filled_notice":
      return { post: plainPost(writeFilledNotice(random, agency, codesBefore(channel, index, random))) };
    case "media_only":
      return { post: EMPTY_POST, media: drawMedia(random) };
    case "service":
      return { post: EMPTY_POST, action: drawAction(channel, index, random) };
  }
}

/** An edit raises the fee or closes the post; where no figure is named, it can only close it. */
function writeEditedPost(channel: SampleChannel, index: number): SamplePost {
  const raised = writePostAt(channel, index, "new", 5);
  const unchanged = raised.text === writePostAt(channel, index, "new").text;
  const closes = unchanged || channel.randomAt(index, "later").fork(1).chance(0.4);
  return closes ? writePostAt(channel, index, "closed") : raised;
}

function writePostAt(channel: SampleChannel, index: number, status: PostStatus, raisedBy = 0): SamplePost {
  const random = channel.randomAt(index, "post");
  const serial = index * SERIALS_PER_MESSAGE + random.integer(0, SERIALS_PER_MESSAGE - 1);
  return writeSamplePost(random, channel.agency, { date: channel.dateAt(index), serial, status, raisedBy });
}

function plainPost(text: string): SamplePost {
  return { text, parts: plainTextParts(text), truth: { kind: "none" } };
}

/** Codes of one to three assignments posted shortly before. */
function codesBefore(channel: SampleChannel, index: number, random: SeededRandom): string[] {
  const codes = new Set<string>();
  let place = index;
  for (let left = random.integer(1, 3); left > 0; left--) {
    place = channel.assignmentBefore(place - random.integer(1, 5));
    const { truth } = writePostAt(channel, place, "new");
    if (truth.kind === "assignment" && truth.fields.assignment_code) codes.add(truth.fields.assignment_code);
  }
  return [...codes];
}

function drawPhoto(random: SeededRandom): SampleMedia {
  return { kind: "photo", ...random.pick([{ width: 1080, height: 1080 }, { width: 1280, height: 720 }]) };
}

function drawMedia(random: SeededRandom): SampleMedia {
  const share = random.next();
  if (share < 0.7) return drawPhoto(random);
  if (share < 0.9) return { kind: "sticker", emoji: random.pick(["🙏", "🎉", "😂"]) };
  return {
    kind: "document",
    fileName: random.pick(["tutor_guidelines.pdf", "rates_guide.pdf", "commission_terms.pdf"]),
  };
}

function drawAction(channel: SampleChannel, index: number, random: SeededRandom): SampleAction {
  const { title } = channel.agency;
  if (index === 0) return { action: "create_channel", title };
  const share = random.next();
  if (share < 0.2) return { action: "edit_group_photo" };
  if (share < 0.3) return { action: "edit_group_title", title };
  return { action: "pin_message", messageId: messageIdAt(channel.assignmentBefore(index - 1)) };
}
