-- The first layout that was ever released: chains of sealed, signed entries, and the directory.
-- `chain` leads every key of what belongs to a chain, and `key` that of every card.
CREATE TABLE head (
    chain TEXT NOT NULL, seq INTEGER NOT NULL, link BLOB NOT NULL,
    PRIMARY KEY (chain)
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
    chain TEXT NOT NULL REFERENCES head, seq INTEGER NOT NULL, op TEXT NOT NULL,
    header BLOB NOT NULL, structure BLOB NOT NULL, words BLOB,
    link BLOB NOT NULL, signature BLOB NOT NULL,
    PRIMARY KEY (chain, seq), UNIQUE (chain, op)
) STRICT;
CREATE TABLE snapshot (
    chain TEXT NOT NULL REFERENCES head,
    seq INTEGER NOT NULL, body BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (chain)
) STRICT;
CREATE TABLE pending (
    chain TEXT NOT NULL REFERENCES head, member TEXT NOT NULL, slot TEXT NOT NULL,
    body BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (chain, member, slot)
) STRICT;
CREATE TABLE epoch_grant (
    chain TEXT NOT NULL REFERENCES head, epoch INTEGER NOT NULL, member TEXT NOT NULL,
    body BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (chain, epoch, member)
) STRICT;
CREATE TABLE card (
    key TEXT NOT NULL, shelf TEXT NOT NULL, owner TEXT NOT NULL,
    body BLOB NOT NULL, digest BLOB NOT NULL,
    PRIMARY KEY (key, shelf)
) STRICT;
CREATE INDEX card_of_owner ON card (owner, shelf, key);
