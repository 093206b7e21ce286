-- The first layout that was ever released, numbered as in SQLite.
-- `chain` leads every key of what belongs to a chain, and `key` that of every card, so that the
-- tables can be distributed by them. Names compare byte by byte, as they do in SQLite.
CREATE TABLE layout (
    number INTEGER NOT NULL, name TEXT NOT NULL, run_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (number)
);
CREATE TABLE head (
    chain TEXT COLLATE "C" NOT NULL, seq BIGINT NOT NULL, link BYTEA NOT NULL,
    PRIMARY KEY (chain)
);
CREATE TABLE entry (
    chain TEXT COLLATE "C" NOT NULL REFERENCES head, seq BIGINT NOT NULL, op TEXT NOT NULL,
    header BYTEA NOT NULL, structure BYTEA NOT NULL, words BYTEA,
    link BYTEA NOT NULL, signature BYTEA NOT NULL,
    PRIMARY KEY (chain, seq), UNIQUE (chain, op)
);
CREATE TABLE snapshot (
    chain TEXT COLLATE "C" NOT NULL REFERENCES head,
    seq BIGINT NOT NULL, body BYTEA NOT NULL, digest BYTEA NOT NULL,
    PRIMARY KEY (chain)
);
CREATE TABLE pending (
    chain TEXT COLLATE "C" NOT NULL REFERENCES head,
    member TEXT COLLATE "C" NOT NULL, slot TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL, digest BYTEA NOT NULL,
    PRIMARY KEY (chain, member, slot)
);
CREATE TABLE epoch_grant (
    chain TEXT COLLATE "C" NOT NULL REFERENCES head,
    epoch BIGINT NOT NULL, member TEXT COLLATE "C" NOT NULL,
    body BYTEA NOT NULL, digest BYTEA NOT NULL,
    PRIMARY KEY (chain, epoch, member)
);
CREATE TABLE card (
    key TEXT COLLATE "C" NOT NULL, shelf TEXT COLLATE "C" NOT NULL,
    owner TEXT COLLATE "C" NOT NULL, body BYTEA NOT NULL, digest BYTEA NOT NULL,
    PRIMARY KEY (key, shelf)
) PARTITION BY LIST (shelf);
-- Who is logged in just now belongs into no copy: what is not logged is in no base backup, no
-- archived log and no standby, and pg_dump leaves it out when it is asked to.
CREATE UNLOGGED TABLE card_passing PARTITION OF card FOR VALUES IN ('login', 'throttle');
CREATE TABLE card_kept PARTITION OF card DEFAULT;
CREATE INDEX card_of_owner ON card (owner, shelf, key);
-- Sealed bytes do not compress, and trying costs time with every act.
ALTER TABLE entry ALTER structure SET STORAGE EXTERNAL, ALTER words SET STORAGE EXTERNAL;
ALTER TABLE snapshot ALTER body SET STORAGE EXTERNAL;
ALTER TABLE pending ALTER body SET STORAGE EXTERNAL;
