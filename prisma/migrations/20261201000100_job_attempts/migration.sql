-- Work that was begun and has not ended. A row is written before the work and deleted after it, however it went; so what is left
-- is of processes that died in the middle, and a job that kills its process is not asked for again for ever.
CREATE TABLE job_attempt (
  job        text        NOT NULL,
  -- Which work of that job: its payload, as JSON without spaces.
  work       text        NOT NULL CHECK (length(work) <= 500),
  attempts   integer     NOT NULL CHECK (attempts > 0),
  began_at   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (job, work)
);
