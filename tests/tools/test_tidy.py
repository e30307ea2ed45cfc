"""tools/tidy.py on small trees: each habit is broken once, and what looks like it passes."""

import unittest

from tree import TreeTest

import tidy


class TidyTest(TreeTest):
    def assert_finds(self, path, text, finding):
        self.write(path, text)
        self.assert_says(tidy.main, finding, "--shared", self.root)

    def assert_passes(self, path, text):
        self.write(path, text)
        self.assert_silent(tidy.main, "--shared", self.root)

    def test_banned_calls(self):
        for call in ("strcpy", "sprintf", "strtok", "atoi", "localtime", "alloca"):
            with self.subTest(call=call):
                self.assert_finds("src/book/a.c", f"{call}(x);\n", f"a.c:1: {call}() is banned")

    def test_memory_and_clock_belong_to_base(self):
        for call in ("malloc", "free", "time", "clock_gettime"):
            with self.subTest(call=call):
                self.assert_finds("src/book/a.c", f"\n{call}(x);\n", f"a.c:2: {call}() is banned")
        self.assert_passes("src/book/a.c", "\n")
        self.assert_passes("src/book/a.c", "clock_gettime(CLOCK_MONOTONIC, &now);\n")
        self.assert_passes("src/base/arena.c", "free(malloc(1));\n")
        self.assert_passes("tests/base/test_arena.c", "free(malloc(1));\n")

    def test_words_that_only_look_like_calls(self):
        self.assert_passes("src/book/a.c", "/* malloc(1) */ op->free(x); xmlFree(y);\n")
        self.assert_passes("src/book/b.c", 'say("use strcpy(a, b)");\n')

    def test_floating_point(self):
        self.assert_finds("src/book/a.c", "double rate;\n", "a.c:1: floating point")
        self.assert_finds("src/base/money.h", "float x;\n", "money.h:1: floating point")

    def test_floating_point_elsewhere(self):
        self.assert_passes("src/vec/a.c", "double x;\n")
        self.assert_passes("src/book/a.c", "/* a double charge */ int float_days;\n")

    def test_sql_in_c(self):
        self.assert_finds("src/serve/a.c", 'run("SELECT id FROM x");\n', "a.c:1: SQL in C")
        self.assert_finds("src/serve/a.c", 'run("  DELETE FROM x");\n', "a.c:1: SQL in C")

    def test_prose_is_no_sql(self):
        self.assert_passes("src/serve/a.c", '/* SELECT x */ say("SELECTED"); say("Update it");\n')

    def test_layout(self):
        self.assert_finds("docs/a.md", "text \n", "a.md:1: blanks")
        self.assert_passes("docs/a.md", "text\n")
        self.assert_finds("src/book/a.c", "\tint a;\n", "a.c:1: tab")
        self.assert_finds("src/book/a.c", "x" * 101 + "\n", "a.c:1: 101 columns")
        self.assert_passes("src/book/a.c", "    {" + "1, " * 40 + "1},\n")
        self.assert_passes("src/book/a.c", 'say("' + "x" * 101 + '");\n')
        self.assert_finds("src/book/a.c", "int a;", "the last line has no end")

    def test_notes_to_self(self):
        self.assert_finds("src/book/a.c", "/* " + "TODO" + ": later */\n", "a note to oneself")
        self.assert_passes("src/book/a.c", "/* TODO el saldo vence */\n")

    def test_machine_paths_and_registries(self):
        self.assert_finds("scripts/a", "cd /" + "work/main\n", "a path of one machine")
        self.assert_passes("scripts/a", "cd $root/work/main; GET /v1/work-items\n")
        host = ".".join(("registry", "npmjs", "org"))
        self.assert_finds("scripts/a", f"curl {host}\n", "a package registry's host")

    def test_query_that_nobody_runs(self):
        self.write("sql/a.sql", "-- query: claim_get(id id)\n-- query: claim_all()\n")
        self.assert_finds("src/book/a.c", "run(Q_CLAIM_GET);\n", "query claim_all is run by nobody")
        self.assert_passes("src/book/a.c", "run(Q_CLAIM_GET, Q_CLAIM_ALL);\n")

    def test_requirements(self):
        self.write("requirements.md", "- **B1e** one; **B2e** two (B2i: more).\n")
        self.assert_finds(
            "docs/requirements.md", "| B1e | one |\n| C9e | nine |\n", "B2e is not listed"
        )
        _, printed = self.run_check(tidy.main, "--shared", self.root)
        self.assertIn("C9e is not in the register", printed)
        self.assert_passes("docs/requirements.md", "| B1e | |\n| B2e | |\n| B2i | |\n")

    def test_requirements_without_register(self):
        _, printed = self.run_check(tidy.main, "--shared", self.root + "/absent")
        self.assertIn("requirements skipped", printed)

    def test_pictures_are_left_alone(self):
        with open(self.root + "/a.png", "wb") as file:
            file.write(b"\x89PNG\0 \t\n")
        self.assert_silent(tidy.main, "--shared", self.root)


if __name__ == "__main__":
    unittest.main()
