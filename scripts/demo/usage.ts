/** The options, as they stand below a wrong one. */
export const usage = `npm run demo -- [options]

Starts everything that Sendbook needs on this machine: PostgreSQL, a stand-in for Shopify with a demo shop, a
simulator of Mitto, the web server and the workers. Ctrl-C stops it; the next start goes on with the same data.

  --once           send one campaign without anybody at the screen, print what became of it, and end
  --fresh          begin anew: forget the demo shop and everything in it
  --contacts N     customers of the demo shop, 1 to 1000000 (default 1000, or as many as last time)
  --port N         port of the app, 0 for any free one (default 3000)
  --text "…"       the text that --once sends; {{ first_name | "there" }} is a merge tag
  --batch N        texts in one call to Mitto at most, 1 to 100000 (default 5000)
  --workers N      worker processes, 1 to 8 (default 1)
  --export FILE    with --once: write a CSV with one line for each recipient
  --help           these options, and what the result says
`;

/** What `npm run demo -- --help` prints. */
export const help = `${usage}
Variables: DATABASE_URL names a PostgreSQL to use instead of the embedded one: give it a database of its own.
MITTO_API_BASE_URL, MITTO_API_KEY and MITTO_TRAFFIC_ACCOUNT_ID name a server to talk to instead of the simulator.

The last line of --once is JSON. audience is everybody considered: those excluded (by reason, at the review or just
before the call) + handedOver (Mitto accepted the text, whatever became of it) + unknown + those of failed that Mitto
refused or never got. credits: quoted is the ceiling; spent is what acceptance cost, before refunds; refunded is the
part of spent that came back for undelivered texts; held is what is still set aside. textsPerSecond counts from the
start to the last hand-over. promisesKept compares the database with the simulator's log (with a server of your own,
the database with itself); each promise that is broken has a line above the table.

Exit codes: 0 well, 1 something failed or a promise is broken, 2 wrong option, 130 interrupted.
`;
