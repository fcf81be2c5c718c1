import type { Cell } from "../../runtime/format_table.ts";
import { formatPercent } from "../../runtime/format_number.ts";
import type { Comparison } from "../comparison_schema.ts";
import { channelName } from "../describe_channel.ts";
import { DIFFERENCE_KINDS } from "./difference_kind.ts";
import { DIFFERENCE_WORDS } from "./difference_words.ts";

/** The header of {@linkcode fieldKindRows}. */
export const FIELD_KIND_HEADER = [
  "field",
  "disagree",
  ...DIFFERENCE_KINDS.map((kind) => DIFFERENCE_WORDS[kind]),
];

/** A row for each field in which the versions disagree: in how many pairs, and how; the most first. */
export function fieldKindRows({ fields }: Pick<Comparison, "fields">): Cell[][] {
  return Object.entries(fields)
    .map(([path, { both_ok, differences }]) => ({
      path,
      differences,
      disagree: both_ok.only_a + both_ok.only_b + both_ok.different,
    }))
    .filter(({ disagree }) => disagree > 0)
    .sort((one, other) => other.disagree - one.disagree)
    .map(({ path, differences, disagree }) => [
      path,
      disagree,
      ...DIFFERENCE_KINDS.map((kind) => differences?.[kind] ?? null),
    ]);
}

/** The header of {@linkcode fieldChannelRows}. */
export const FIELD_CHANNEL_HEADER = [
  "channel",
  "pairs",
  "disagree",
  "share",
  ...DIFFERENCE_KINDS.map((kind) => DIFFERENCE_WORDS[kind]),
];

/** How a channel's pairs disagree in one field. */
export interface ChannelKinds {
  readonly name: string;
  /** Pairs with an output in both. */
  readonly pairs: number;
  readonly disagree: number;
  readonly kinds: Readonly<Record<typeof DIFFERENCE_KINDS[number], number>>;
}

/** The channels in which the versions disagree in a field, that with the most disagreements first. */
export function channelKinds(
  { channels, disagreement_groups }: Pick<Comparison, "channels" | "disagreement_groups">,
  path: string | null,
): ChannelKinds[] {
  const groups = Map.groupBy(
    disagreement_groups.filter((group) => group.path === path),
    ({ channel_id }) => channel_id,
  );
  return channels.flatMap((channel): ChannelKinds[] => {
    const own = groups.get(channel.channel_id) ?? [];
    const kinds = { a_null: 0, b_null: 0, format: 0, order: 0, value: 0 };
    for (const { kind, pairs } of own) kinds[kind] += pairs;
    const disagree = own.reduce((sum, { pairs }) => sum + pairs, 0);
    return disagree === 0 ? [] : [{ name: channelName(channel), pairs: channel.both_ok, disagree, kinds }];
  }).sort((one, other) => other.disagree - one.disagree);
}

/** A row for each of these channels. */
export function fieldChannelRows(
  comparison: Pick<Comparison, "channels" | "disagreement_groups">,
  path: string | null,
): Cell[][] {
  return channelKinds(comparison, path).map(({ name, pairs, disagree, kinds }) => [
    name,
    pairs,
    disagree,
    formatPercent(disagree / pairs),
    ...DIFFERENCE_KINDS.map((kind) => kinds[kind]),
  ]);
}
