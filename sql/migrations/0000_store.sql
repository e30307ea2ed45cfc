-- The store's own tables.  This migration runs on every start that finds no schema_migration; all
-- later ones run once.

-- Which migrations the store has.  On PostgreSQL each statement commits alone, so statements_done
-- says where a killed migration goes on; applied_at is NULL until all are done.
-- place: reference
CREATE TABLE IF NOT EXISTS schema_migration (
    version {int} NOT NULL PRIMARY KEY,
    name {text} NOT NULL,
    statements_done {int} NOT NULL,
    applied_at {instant}
) {strict};

-- Rows that the store's own checks write and take away again; empty in life.
-- place: one_shard
CREATE TABLE IF NOT EXISTS store_probe (
    id {id} NOT NULL PRIMARY KEY,
    code {text} NOT NULL UNIQUE,
    due_on {day},
    made_at {instant},
    amount {money},
    words {text},
    bytes {blob}
) {strict};
