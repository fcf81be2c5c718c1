import * as z from "zod";
import { type Label, LABEL_VERDICTS, type LabelledPost } from "../schema/label.ts";
import type { Queryable, Transaction } from "./postgres_client.ts";

const ValueSchema = z.union([z.string(), z.number(), z.array(z.string())]).nullable();

const LabelRowSchema = z.object({
  id: z.string(),
  text_sha256: z.string(),
  segment: z.int(),
  field: z.string(),
  value: ValueSchema,
  also_right: ValueSchema,
  verdict: z.enum(LABEL_VERDICTS),
  version_a: z.string().nullable(),
  version_b: z.string().nullable(),
  labeler: z.string(),
  labeled_at: z.date(),
  inclusion_probability: z.number().nullable(),
}).transform((row): Label => ({
  id: row.id,
  textSha256: row.text_sha256,
  segment: row.segment,
  field: row.field,
  value: row.value,
  alsoRight: row.also_right,
  verdict: row.verdict,
  versionA: row.version_a,
  versionB: row.version_b,
  labeler: row.labeler,
  labeledAt: row.labeled_at,
  inclusionProbability: row.inclusion_probability,
}));

/** A label that is about to be stored: what it is of follows from its post. */
export type NewLabel = Omit<Label, "textSha256">;

/** Posts a page of {@linkcode iterLabelledPosts}. */
const PAGE_SIZE = 500;

/**
 * Stores a label, which supersedes the one that its field has. One that is stored already, by its id, stays as it is, undone or not.
 *
 * @returns The id of the label that it corrects, null where there was none; undefined where it was there already.
 */
export async function saveLabel(
  transaction: Transaction,
  post: LabelledPost,
  label: NewLabel,
): Promise<string | null | undefined> {
  const textSha256 = await lockPost(transaction, post);
  const known = await transaction`select from labels where id = ${label.id}`;
  if (known.length > 0) return undefined;
  const superseded = await transaction`
    update labels set superseded_at = now(), superseded_by = ${label.id}
    where text_sha256 = decode(${textSha256}, 'hex') and segment = ${label.segment} and field = ${label.field}
      and superseded_at is null
    returning id`;
  await transaction`
    insert into labels (id, text_sha256, segment, field, value, also_right, verdict, version_a, version_b, labeler, labeled_at,
      inclusion_probability)
    values (${label.id}, decode(${textSha256}, 'hex'), ${label.segment}, ${label.field},
      ${jsonText(label.value)}::text::jsonb, ${jsonText(label.alsoRight)}::text::jsonb, ${label.verdict},
      ${label.versionA}, ${label.versionB}, ${label.labeler}, ${label.labeledAt.toISOString()}::text::timestamptz,
      ${label.inclusionProbability})`;
  return z.array(z.object({ id: z.string() })).parse([...superseded])[0]?.id ?? null;
}

/** Takes a label back, if it is the current one of its field; the one that it had corrected holds again. Returns whether it was. */
export async function undoLabel(transaction: Transaction, id: string): Promise<boolean> {
  await transaction`
    select from labelled_posts where text_sha256 = (select text_sha256 from labels where id = ${id}) for update`;
  const undone = await transaction`
    update labels set superseded_at = now() where id = ${id} and superseded_at is null`;
  if (undone.count === 0) return false;
  await transaction`update labels set superseded_at = null, superseded_by = null where superseded_by = ${id}`;
  return true;
}

/** Loads the labels that hold, in the order of their posts, segments and fields; of all posts, or of these. */
export async function loadLabels(sql: Queryable, textSha256s: readonly string[] | null): Promise<Label[]> {
  const rows = await sql`
    select id, encode(text_sha256, 'hex') as text_sha256, segment, field, value, also_right, verdict, version_a, version_b,
      labeler, labeled_at, inclusion_probability
    from labels
    where superseded_at is null
      and (${textSha256s === null} or text_sha256 in (
        select decode(hash, 'hex') from json_array_elements_text(${
    JSON.stringify(textSha256s ?? [])
  }::text::json) as hash
      ))
    order by text_sha256, segment, field collate "C"`;
  return z.array(LabelRowSchema).parse([...rows]);
}

/** A post and the labels of it that hold. */
export interface PostWithLabels {
  readonly post: LabelledPost;
  readonly labels: readonly Label[];
}

const PostRowSchema = z.object({
  hash: z.string(),
  raw_text: z.string(),
  agency: z.string(),
  channel: z.string(),
  n: z.int(),
});

/** Iterates over the posts that have labels, in the order of their hashes. */
export async function* iterLabelledPosts(sql: Queryable): AsyncGenerator<PostWithLabels> {
  let last = "";
  while (true) {
    const rows = await sql`
      select encode(p.text_sha256, 'hex') as hash, p.raw_text, p.agency, p.channel, p.n
      from labelled_posts p
      where p.text_sha256 > decode(${last}, 'hex')
        and exists (select from labels l where l.text_sha256 = p.text_sha256 and l.superseded_at is null)
      order by p.text_sha256 limit ${PAGE_SIZE}`;
    const posts = z.array(PostRowSchema).parse([...rows]);
    const labels = Map.groupBy(
      await loadLabels(sql, posts.map(({ hash }) => hash)),
      ({ textSha256 }) => textSha256,
    );
    for (const { hash, raw_text, agency, channel, n } of posts) {
      yield { post: { rawText: raw_text, agency, channel, n }, labels: labels.get(hash) ?? [] };
      last = hash;
    }
    if (posts.length < PAGE_SIZE) return;
  }
}

/** Keeps the post, and lets one label of it be written at a time until the transaction ends. Returns the hash of its text. */
async function lockPost(transaction: Transaction, post: LabelledPost): Promise<string> {
  await transaction`
    insert into labelled_posts (raw_text, agency, channel, n)
    values (${post.rawText}, ${post.agency}, ${post.channel}, ${post.n})
    on conflict do nothing`;
  const rows = await transaction`
    select encode(text_sha256, 'hex') as hash from labelled_posts
    where text_sha256 = sha256(replace(${post.rawText}::text, '\\', '\\\\')::bytea) for update`;
  return z.object({ hash: z.string() }).parse(rows[0]).hash;
}

/** SQL's null stands for "does not say", not JSON's. */
function jsonText(value: Label["value"]): string | null {
  return value === null ? null : JSON.stringify(value);
}
