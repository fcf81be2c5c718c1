import { bareChannelId } from "../core/channel_reference.ts";
import type { Announcement } from "../extraction/announcement.ts";
import { escapeHtml } from "../text/escape_html.ts";
import { truncateText } from "../text/truncate_text.ts";

/** Where an announced post stands. */
export interface AnnouncedPost {
  readonly channelId: number;
  /** `t.me/name`, or null where only the id is known. */
  readonly channelLink: string | null;
  readonly channelTitle: string | null;
  readonly messageId: number;
}

/** The most that Telegram takes, in UTF-16 units of the text that is shown. */
export const LONGEST_MESSAGE = 4096;
const LONGEST_TITLE = 300;
const LONGEST_LABEL = 60;
/** Longer ones are read in the post itself. */
const LONGEST_LINE = 700;
/** A line that has no more room than this is left out. */
const SHORTEST_LINE = 40;
const CLOSED = "CLOSED";
const UNTITLED = "New assignment";

/** What a message becomes that should be taken back and is too old to be deleted. */
export const WITHDRAWN_BODY = "<i>This post is not there any more.</i>";

/** A piece of a message: what is shown, and the HTML that shows it. */
interface Piece {
  readonly shown: string;
  readonly html: string;
}

/**
 * Formats an item as a message in Telegram's HTML. Where it would be too long for one, its last lines are cut or left out, for the
 * lines come in the order of their weight; the link to the post always stays. Of a closed item only what it was is shown, struck out.
 */
export function formatAnnouncement(announcement: Announcement, post: AnnouncedPost): string {
  const head = formatHead(announcement);
  const foot = formatFoot(announcement, post);
  let room = LONGEST_MESSAGE - head.shown.length - foot.shown.length - 2;
  const lines: string[] = [];
  for (const { label, text } of announcement.isOpen ? announcement.lines : []) {
    const name = truncateText(plain(label), LONGEST_LABEL);
    const longest = Math.min(room - name.length - 3, LONGEST_LINE);
    if (longest < SHORTEST_LINE) break;
    const value = cutAtWord(plain(text), longest);
    if (value === "") continue;
    lines.push(`<b>${escapeHtml(name)}:</b> ${escapeHtml(value)}`);
    room -= name.length + value.length + 3;
  }
  return [head.html, lines.join("\n"), foot.html].filter((part) => part !== "").join("\n\n");
}

function formatHead({ title, isOpen }: Announcement): Piece {
  const shown = truncateText(plain(title ?? "").replaceAll("\n", " "), LONGEST_TITLE) || UNTITLED;
  const html = `<b>${escapeHtml(shown)}</b>`;
  return isOpen
    ? { shown, html }
    : { shown: `${CLOSED}\n${shown}`, html: `<b>${CLOSED}</b>\n<s>${html}</s>` };
}

/** The code, who posted it, and where. */
function formatFoot({ code }: Announcement, post: AnnouncedPost): Piece {
  const short = (text: string | null) => truncateText(plain(text ?? "").replaceAll("\n", " "), LONGEST_LABEL);
  const link = linkToPost(post);
  const name = short(post.channelTitle) || post.channelLink || (link === null ? "" : "Original post");
  const source: Piece = {
    shown: name,
    html: link === null ? escapeHtml(name) : `<a href="${escapeHtml(link)}">${escapeHtml(name)}</a>`,
  };
  const codePiece: Piece = { shown: short(code), html: `<code>${escapeHtml(short(code))}</code>` };
  const pieces = [codePiece, source].filter(({ shown }) => shown !== "");
  return {
    shown: pieces.map(({ shown }) => shown).join(" · "),
    html: pieces.map(({ html }) => html).join(" · "),
  };
}

/** The address of a post, `https://t.me/name/1` or `https://t.me/c/123/1`; null for a group that has none. */
export function linkToPost({ channelId, channelLink, messageId }: AnnouncedPost): string | null {
  if (messageId <= 0) return null;
  if (channelLink !== null) return `https://${channelLink}/${messageId}`;
  const bareId = bareChannelId(channelId);
  return bareId === null ? null : `https://t.me/c/${bareId}/${messageId}`;
}

/** Without what Telegram refuses or drops: lone surrogates, control characters, blank lines in a row. */
function plain(text: string): string {
  return text.toWellFormed()
    .replace(/\r\n?/g, "\n")
    // deno-lint-ignore no-control-regex
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{2,}/g, "\n")
    .trim();
}

/** Cuts a text to at most `length` units, at the end of a word if one is near, and marks the cut. */
function cutAtWord(text: string, length: number): string {
  const cut = truncateText(text, length);
  if (cut === text) return text;
  const atWord = cut.slice(0, -1).replace(/\s+\S*$/, "");
  return atWord.length >= length / 2 ? `${atWord}…` : cut;
}
