import * as z from "zod";
import { option } from "./option.ts";

/** The options of a mode that works on a window of time. */
export const WINDOW_OPTIONS = {
  SINCE_ISO: option(z.string(), {
    default: null,
    does: "The window's start, inclusive: ISO 8601 with a zone.",
    example: "2025-12-01T00:00:00+08:00",
  }),
  UNTIL_ISO: option(z.string(), {
    default: null,
    does: "The window's end, exclusive: ISO 8601 with a zone.",
    example: "2026-01-01T00:00:00+08:00",
  }),
} as const;
