import * as z from "zod";
import regions from "./regions.json" with { type: "json" };
import stations from "./stations.json" with { type: "json" };
import streetWords from "./street_words.json" with { type: "json" };

export const StationSchema = z.strictObject({
  name: z.string(),
  /** One for each line that stops there: letters for the line, a number for the stop. */
  codes: z.array(z.string().regex(/^[A-Z]{2,3}\d{0,2}$/)).min(1),
  region: z.string(),
  /** Whether the name is a word too, so that it is a place only where a station is spoken of. */
  isCommonWord: z.boolean().default(false),
});
export type Station = z.infer<typeof StationSchema>;

export const RegionSchema = z.strictObject({
  name: z.string(),
  towns: z.array(z.strictObject({ name: z.string(), aliases: z.array(z.string()).default([]) })),
});
export type Region = z.infer<typeof RegionSchema>;

export const STATION_LIST: readonly Station[] = z.array(StationSchema).parse(stations);
export const REGION_LIST: readonly Region[] = z.array(RegionSchema).parse(regions);
/** Words of street names and of buildings. */
export const STREET_WORDS: readonly string[] = z.array(z.string()).parse(streetWords);
