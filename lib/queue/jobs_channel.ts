/** The notification that says, with a version as its payload, that jobs were enqueued. */
export const JOBS_CHANNEL = "resift_jobs";
