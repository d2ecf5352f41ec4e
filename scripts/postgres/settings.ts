/** Settings by name, as PostgreSQL spells them. */
export type Settings = Readonly<Record<string, string | number | boolean>>;

/** For a machine with two cores and a few gigabytes. What was committed survives a crash: that is never traded away. */
export const durableSettings: Settings = {
  shared_buffers: '256MB',
  max_connections: 200,
  max_wal_size: '4GB',
  fsync: true,
  synchronous_commit: true,
};

/** For databases that a crash may take: nothing waits for the disk. */
export const throwawaySettings: Settings = {
  shared_buffers: '256MB',
  max_connections: 200,
  max_wal_size: '4GB',
  fsync: false,
  synchronous_commit: false,
  full_page_writes: false,
  wal_level: 'minimal',
  max_wal_senders: 0,
};

/** The text of the settings file. Only this machine can connect, by TCP: a socket would need a folder that all share. */
export function settingsFile(port: number, settings: Settings): string {
  const all: Settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${literal(value)}`);
  return `# Written by scripts/postgres at every start; changes here are lost.\n${lines.join('\n')}\n`;
}

function literal(value: string | number | boolean): string {
  if (typeof value === 'boolean') {
    return value ? 'on' : 'off';
  }
  return typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
}
