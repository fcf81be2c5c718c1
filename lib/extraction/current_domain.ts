import { TUITION } from "./tuition/tuition_domain.ts";

/** The domain that this checkout extracts, compares and serves. Another one takes its place here, and nowhere else. */
export const DOMAIN = TUITION;
