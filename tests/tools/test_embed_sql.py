"""tools/embed_sql on a few lines of SQL: what each store gets, which mistakes stop the build."""

import glob
import os
import subprocess
import tempfile
import unittest

from tree import ROOT, TreeTest

DDL = "-- place: debtor\nCREATE TABLE t (\n    id {id} NOT NULL -- why\n) {strict};\n"


class EmbedSqlTest(TreeTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.program = os.path.join(folder.name, "embed_sql")
        sources = glob.glob(os.path.join(ROOT, "tools/embed_sql/*.c"))
        subprocess.run(
            ["cc", "-std=gnu17", "-D_GNU_SOURCE", "-o", cls.program, *sources], check=True
        )

    def embed(self, queries, ddl=DDL):
        self.write("sql/a.sql", queries)
        self.write("sql/migrations/0000_first.sql", ddl)
        self.write("out/made", "")
        return subprocess.run(
            [self.program, self.root + "/sql", self.root + "/out"], capture_output=True, text=True
        )

    def made(self, name):
        with open(f"{self.root}/out/{name}", encoding="utf-8") as file:
            return file.read()

    def assert_refused(self, mistake, queries, ddl=DDL):
        done = self.embed(queries, ddl)
        self.assertEqual(done.returncode, 1)
        self.assertIn(mistake, done.stderr)

    def test_query_for_both_stores(self):
        done = self.embed(
            "-- query: take(batch i64) -> id, note\n"
            "SELECT id, note FROM t -- a comment\n"
            " LIMIT $1\n"
            "--@postgresql FOR UPDATE SKIP LOCKED\n"
            ";\n"
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Q_TAKE,", self.made("queries.h"))
        rows = self.made("queries_table.h")
        self.assertIn('"LIMIT ?1"', rows)
        self.assertIn('"LIMIT $1\\n"', rows)
        self.assertEqual(rows.count("SKIP LOCKED"), 1)
        self.assertNotIn("comment", rows)
        self.assertIn('"i", 1, 2, false', rows)

    def set_of(self, sql):
        done = self.embed("-- query: put(id id, note text)\n-- set\n" + sql)
        self.assertEqual(done.returncode, 0, done.stderr)
        text = self.made("queries_table.h").split("false, false,")[1].split('",')[0]
        lines = (line.strip().strip('"').replace("\\n", "").strip() for line in text.split("\n"))
        return " ".join(" ".join(lines).split())

    def test_a_set_is_one_statement(self):
        rows = "FROM unnest($1, $2) AS v (p1, p2)"
        self.assertEqual(
            self.set_of("INSERT INTO t (a, b, c) VALUES ($1, '$1', $2) ON CONFLICT DO NOTHING;\n"),
            f"INSERT INTO t (a, b, c) SELECT v.p1, '$1', v.p2 {rows} ON CONFLICT DO NOTHING",
        )
        self.assertEqual(
            self.set_of("UPDATE t SET note = $2\n WHERE id = $1 AND note <> $2;\n"),
            f"UPDATE t SET note = v.p2 {rows} WHERE id = v.p1 AND note <> v.p2",
        )

    def test_what_cannot_be_a_set_stops_the_build(self):
        for sql in (
            "DELETE FROM t WHERE id = $1;\n",
            "INSERT INTO t SELECT $1;\n",
            "UPDATE t SET id = (SELECT 1 WHERE $1 = 1) WHERE id = $1;\n",
        ):
            with self.subTest(sql):
                self.assert_refused("-- set wants", "-- query: put(id id)\n-- set\n" + sql)

    def test_types_of_both_stores(self):
        self.embed("-- query: all() -> id\nSELECT id FROM t;\n")
        rows = self.made("migrations_table.h")
        self.assertIn("id INTEGER NOT NULL", rows)
        self.assertIn("id BIGINT NOT NULL", rows)
        self.assertIn('{"t", "debtor", 0}', rows)

    def test_mistakes_name_file_and_line(self):
        self.assert_refused("a.sql:1: error: unknown type 'float'", "-- query: a(x float)\nQ;\n")
        self.assert_refused("does not use its parameter $1", "-- query: a(x id)\nSELECT 1;\n")
        self.assert_refused("has 0 parameters but uses $1", "-- query: a()\nSELECT $1;\n")
        self.assert_refused("a.sql:3: error: query a is already", "-- query: a()\nB;\n" * 2)
        self.assert_refused("a.sql:2: error: a ' that does not close", "-- query: a()\nSELECT ';\n")

    def test_table_without_place(self):
        self.assert_refused(
            "0000_first.sql:1: error: before CREATE TABLE t comes: -- place:",
            "-- query: a()\nB;\n",
            "CREATE TABLE t (id {id});\n",
        )

    def embed_two(self, second):
        """Two migrations; tables of the second one, and of later ones, are in backups."""
        self.write("sql/migrations/0001_second.sql", second)
        return self.embed("-- query: a()\nSELECT 1;\n")

    def test_a_table_keeps_every_shape_for_backups(self):
        self.write("sql/migrations/0002_third.sql", "ALTER TABLE u ADD COLUMN more {blob};\n")
        done = self.embed_two(
            "-- place: reference\nCREATE TABLE u (\n    id {id} NOT NULL, -- why\n"
            "    name {text} NOT NULL,\n    PRIMARY KEY (id, name)\n) {strict};\n"
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        shapes = self.made("shapes_table.h")
        self.assertIn('{"u", 1, 2,\n     "it",\n     "id name",', shapes)
        self.assertIn('{"u", 2, 3,\n     "itb",\n     "id name more",', shapes)
        self.assertNotIn('{"t"', shapes)
        queries = self.made("queries_table.h")
        self.assertIn("SELECT id, name FROM u", queries)
        self.assertIn("INSERT INTO u (id, name, more) VALUES (?1, ?2, ?3)", queries)
        self.assertIn("INSERT INTO u (id, name, more) VALUES ($1, $2, $3)", queries)

    def test_what_a_backup_cannot_follow_stops_the_build(self):
        for ddl, mistake in (
            (
                "-- place: reference\nCREATE TABLE u (id {id});\nALTER TABLE u DROP COLUMN id;\n",
                "ADD COLUMN only",
            ),
            ("ALTER TABLE u ADD COLUMN id {id};\n", "not there: u"),
            ("DROP TABLE t;\n", "DROP TABLE"),
            ("-- place: reference\nCREATE TABLE u (id REAL);\n", "type 'REAL'"),
        ):
            with self.subTest(ddl):
                done = self.embed_two(ddl)
                self.assertEqual(done.returncode, 1)
                self.assertIn(mistake, done.stderr)

    def test_unknown_token(self):
        self.assert_refused("unknown token {uuid}", "-- query: a()\nB;\n", "ALTER {uuid};\n")


if __name__ == "__main__":
    unittest.main()
