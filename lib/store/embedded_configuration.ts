import { dataFolder } from "./embedded_data.ts";
import type { EmbeddedPlace } from "./embedded_place.ts";

/**
 * Writes the server's whole configuration, before each start: a later version of this project brings its own.
 * The log is for faults: it never holds a statement or a row, which may quote a message.
 */
export function writeConfiguration(place: EmbeddedPlace, port: number): void {
  const settings: Record<string, string | number> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    port,
    max_connections: 100,
    password_encryption: "scram-sha-256",
    scram_iterations: 1,
    tcp_keepalives_idle: "60s",

    shared_buffers: "256MB",
    work_mem: "16MB",
    maintenance_work_mem: "128MB",
    dynamic_shared_memory_type: "posix",
    jit: "off",
    random_page_cost: 1.1,

    fsync: place.durable ? "on" : "off",
    synchronous_commit: place.durable ? "on" : "off",
    full_page_writes: place.durable ? "on" : "off",
    wal_compression: "on",
    wal_level: "minimal",
    max_wal_senders: 0,
    max_wal_size: "2GB",
    checkpoint_timeout: "15min",
    autovacuum_naptime: "10s",

    log_timezone: "UTC",
    timezone: "UTC",
    datestyle: "iso, mdy",
    lc_messages: "C",
    lc_monetary: "C",
    lc_numeric: "C",
    lc_time: "C",
    default_text_search_config: "pg_catalog.simple",
    log_checkpoints: "off",
    log_autovacuum_min_duration: -1,
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_line_prefix: "%m [%p] ",
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  Deno.writeTextFileSync(`${dataFolder(place)}/postgresql.conf`, lines.join(""));
}
