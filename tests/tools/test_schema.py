"""tools/schema.py on small schemas: what distributed PostgreSQL would refuse is found."""

import unittest

from tree import TreeTest

import schema

PERSON = """-- place: debtor
CREATE TABLE claim (          -- exigible
    debtor_id {id} NOT NULL,
    id {id} NOT NULL,         -- ours, made in C
    kind {id} REFERENCES kind (id),
    PRIMARY KEY (debtor_id, id)
) {strict};
-- place: debtor
CREATE TABLE promise (
    debtor_id {id} NOT NULL,
    claim_id {id} NOT NULL,
    PRIMARY KEY (debtor_id, claim_id)
) {strict};
-- place: one_shard
CREATE TABLE queue (id {id} NOT NULL PRIMARY KEY, code {text} UNIQUE) {strict};
-- place: reference
CREATE TABLE kind (id {id} NOT NULL PRIMARY KEY) {strict};
"""


class SchemaTest(TreeTest):
    def setUp(self):
        super().setUp()
        self.write("sql/migrations/0001_book.sql", PERSON)

    def assert_table(self, ddl, finding):
        self.write("sql/migrations/0002_more.sql", ddl)
        self.assert_says(schema.main, finding)

    def assert_query(self, sql, finding):
        self.write("sql/book.sql", f"-- query: q(a id) -> b\n{sql};\n")
        self.assert_says(schema.main, finding)

    def assert_fine(self, sql):
        self.write("sql/book.sql", f"-- query: q(a id) -> b\n{sql};\n")
        self.assert_silent(schema.main)

    def test_sound_schema(self):
        self.assert_silent(schema.main)

    def test_table_of_a_person_without_debtor(self):
        ddl = "-- place: debtor\nCREATE TABLE x (id {id} NOT NULL PRIMARY KEY) {strict};\n"
        self.assert_table(ddl, "0002_more.sql:2: table x: begins with debtor_id")
        self.assert_table(ddl, "table x: key (id) lacks debtor_id")

    def test_unique_key_and_index_without_debtor(self):
        ddl = "-- place: debtor\nCREATE TABLE x (debtor_id {id}, a {id} UNIQUE,\n"
        ddl += "PRIMARY KEY (debtor_id, a));\n"
        self.assert_table(ddl, "table x: key (a) lacks debtor_id")
        self.assert_table("CREATE UNIQUE INDEX i ON claim (id);\n", "unique index on claim lacks")

    def test_foreign_key_across_places(self):
        ddl = "-- place: debtor\nCREATE TABLE x (debtor_id {id} PRIMARY KEY\n"
        ddl += " REFERENCES queue (id));\n"
        self.assert_table(ddl, "foreign key to queue, which is one_shard")

    def test_words_of_ddl(self):
        for word in (
            "n BIGSERIAL",
            "n BIGINT GENERATED ALWAYS AS IDENTITY",
            "n DATE",
            "n DOUBLE",
            "n {id} DEFAULT 0",
            "kind_id {int}",
            "n {id} REFERENCES kind (id) ON DELETE SET NULL",
            "EXCLUDE (n WITH =)",
        ):
            with self.subTest(word=word):
                self.assert_table(
                    f"-- place: reference\nCREATE TABLE x (id {{id}} PRIMARY KEY,\n {word});\n",
                    "0002_more.sql:3: ",
                )

    def test_new_column_of_a_filled_table_needs_a_value(self):
        ddl = "ALTER TABLE claim ADD COLUMN n {i64} NOT NULL DEFAULT 0;\n"
        self.write("sql/migrations/0002_more.sql", ddl)
        self.assert_silent(schema.main)

    def test_join_across_places(self):
        self.assert_query("SELECT b FROM queue q JOIN claim c ON c.id = q.id", "two queries")

    def test_join_across_places_that_is_explained(self):
        self.assert_fine("-- across places: a page of the queue\nSELECT b FROM queue JOIN claim")

    def test_branches_of_a_union_do_not_meet(self):
        union = "SELECT b FROM claim UNION ALL SELECT b FROM promise"
        self.assert_fine(union)
        self.assert_query(union + " p JOIN claim c ON p.x = c.id", "must meet on")

    def test_join_without_debtor(self):
        self.assert_query("SELECT b FROM claim c JOIN promise p ON p.x = c.id", "must meet on")
        self.assert_fine("SELECT b FROM claim c JOIN promise p ON p.debtor_id = c.debtor_id")
        self.assert_fine("SELECT b FROM claim JOIN promise USING (debtor_id)")

    def test_clock_and_dice(self):
        self.assert_query("SELECT b FROM kind WHERE at < now()", "book.sql:2: now(: pass")
        self.assert_query("SELECT b\n FROM kind\n WHERE d = CURRENT_DATE", "book.sql:4: CURR")

    def test_subqueries_in_inserts(self):
        self.assert_query("INSERT INTO kind (id) VALUES ((SELECT 1))", "a subquery in VALUES")
        self.assert_query(
            "INSERT INTO kind (id) VALUES ($1)\n ON CONFLICT (id) DO UPDATE\n"
            " SET id = (SELECT max(id) FROM claim)",
            "a subquery in an upsert",
        )
        self.assert_fine("INSERT INTO kind (id) SELECT max(id) FROM claim")

    def test_recursion_across_shards(self):
        walk = "WITH RECURSIVE w AS (SELECT id FROM claim%s UNION ALL SELECT id FROM w)"
        self.assert_query(walk % "" + " SELECT id FROM w", "a recursion across shards")
        self.assert_fine(walk % " WHERE debtor_id = $1" + " SELECT id FROM w")

    def test_rollup(self):
        self.assert_query("SELECT b FROM claim GROUP BY ROLLUP (a)", "add up in C")

    def test_locks_across_shards(self):
        self.assert_query("SELECT b FROM claim\n--@postgresql FOR UPDATE\n", "FOR UPDATE across")
        self.assert_fine("SELECT b FROM claim WHERE debtor_id = $1\n--@postgresql FOR UPDATE\n")
        self.assert_fine("SELECT b FROM queue\n--@postgresql FOR UPDATE SKIP LOCKED\n")

    def test_moving_a_row_to_another_debtor(self):
        self.assert_query("UPDATE claim SET debtor_id = $1 WHERE id = 1", "never changes")


if __name__ == "__main__":
    unittest.main()
