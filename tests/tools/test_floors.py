"""tools/floors.py on small houses: each rule is broken once, and a sound house passes."""

import unittest

from tree import TreeTest

import floors


def header(body=""):
    return f"/* What it is. */\n{body}\n"


class FloorsTest(TreeTest):
    def setUp(self):
        super().setUp()
        for room in ("base", "book", "calendar", "serve"):
            self.write(f"src/{room}/README.md", "# A room\n")
        self.write("src/base/str.h", header())
        self.write("src/book/claim.h", header('#include "base/str.h"'))
        self.write("src/calendar/zone.h", header())
        self.write("src/serve/http.c", '#include "book/claim.h"\n#include "calendar/zone.h"\n')

    def test_sound_house(self):
        self.assert_silent(floors.main)

    def test_map_shows_top_floor_first(self):
        _, printed = self.run_check(floors.main)
        rooms = [line.split()[1] for line in printed.splitlines()[:-1]]
        self.assertEqual(rooms, ["serve", "book", "calendar", "base"])

    def test_arrow_up(self):
        self.write("src/base/str.c", '#include "book/claim.h"\n')
        self.assert_says(floors.main, "arrow up: base (floor 1) includes book (floor 5)")

    def write_links(self, serve):
        lines = ["base LIBS m", "calendar ROOMS base", "book ROOMS base"]
        lines.append(f"serve ROOMS {serve}\n             PKG x-1.0")
        self.write("CMakeLists.txt", "".join(f"acuerdo_room({line})\n" for line in lines))

    def test_rooms_that_are_linked(self):
        self.write_links("book calendar")
        self.assert_silent(floors.main)

    def test_rooms_that_are_linked_by_another(self):
        self.write_links("book calendar")
        self.write("src/serve/text.c", '#include "base/str.h"\n')
        self.assert_silent(floors.main)

    def test_a_room_that_is_not_linked(self):
        self.write_links("calendar")
        self.assert_says(floors.main, "serve includes book, which its line in CMakeLists.txt")

    def test_arrow_sideways(self):
        self.write("src/dmn/README.md", "# A room\n")
        self.write("src/dmn/model.c", '#include "book/claim.h"\n')
        self.assert_says(floors.main, "arrow sideways: dmn (floor 5) includes book (floor 5)")

    def test_arrow_sideways_that_the_architecture_lists(self):
        self.write("src/dmn/README.md", "# A room\n")
        self.write("src/dmn/model.c", '#include "book/claim.h"\n')
        self.write("docs/architecture.md", "- `dmn` → `book`: a reason\n")
        self.assert_silent(floors.main)

    def write_pair(self, case_calls):
        """claim calls case; case includes claim and calls what is given."""
        self.write("src/book/claim.h", '#include "base/str.h"\nstatus claim_open(int id);\n')
        self.write("src/book/case.h", '#include "book/claim.h"\nstruct case *case_of(int id);\n')
        self.write("src/book/claim.c", '#include "book/case.h"\nint a = case_of(1);\n')
        self.write("src/book/case.c", '#include "book/case.h"\n' + case_calls)

    def test_circle_inside_a_room(self):
        self.write_pair("int b = claim_open(2);\n")
        self.assert_says(floors.main, "circle of modules: book/case, book/claim")

    def test_types_alone_make_no_circle(self):
        self.write_pair("struct claim b; /* claim_open(2) */\n")
        self.assert_silent(floors.main)

    def test_dead_header(self):
        self.write("src/book/ghost.h", header())
        self.write("src/book/ghost.c", '#include "book/ghost.h"\n')
        self.assert_says(floors.main, "src/book/ghost.h: dead file")

    def test_header_used_by_a_test_lives(self):
        self.write("src/book/ghost.h", header())
        self.write("tests/book/test_ghost.c", '#include "book/ghost.h"\n')
        self.assert_silent(floors.main)

    def test_include_without_room(self):
        self.write("src/book/claim.c", '#include "claim.h"\n')
        self.assert_says(floors.main, 'write "book/claim.h"')

    def test_room_without_floor(self):
        self.write("src/attic/box.c", "\n")
        self.assert_says(floors.main, "room 'attic' has no floor")

    def test_library_in_a_second_room(self):
        self.write("src/book/claim.c", "#include <sqlite3.h>\n")
        self.assert_says(floors.main, "<sqlite3.h> belongs to src/store alone")

    def test_library_that_nobody_owns(self):
        self.write("src/book/claim.c", "#include <mystery.h>\n")
        self.assert_says(floors.main, "<mystery.h>: give it a room")

    def test_system_headers_are_free(self):
        self.write("src/book/claim.c", "#include <stdint.h>\n#include <sys/stat.h>\n")
        self.assert_silent(floors.main)

    def test_missing_readme(self):
        self.write("src/dmn/model.c", "\n")
        self.assert_says(floors.main, "src/dmn/README.md: missing")

    def test_long_readme(self):
        self.write("src/book/README.md", "line\n" * 31)
        self.assert_says(floors.main, "31 lines, at most 30")

    def test_long_files(self):
        self.write("src/book/claim.c", "int a;\n" * 601)
        self.assert_says(floors.main, "src/book/claim.c: 601 lines, at most 600")
        self.write("src/book/claim.c", "int a;\n" * 600)
        self.write("src/book/claim.h", "int a;\n" * 151)
        self.assert_says(floors.main, "src/book/claim.h: 151 lines, at most 150")

    def test_long_function(self):
        body = "    work();\n" * 67
        self.write("src/book/claim.c", f"int long_one(void)\n{{\n{body}}}\n")
        self.assert_silent(floors.main)
        self.write("src/book/claim.c", f"int long_one(void)\n{{\n{body}    work();\n}}\n")
        self.assert_says(floors.main, "src/book/claim.c:1: function of 71 lines, at most 70")


class FunctionsTest(unittest.TestCase):
    def test_lengths(self):
        text = "/* About\n * it. */\nint a(int x,\n      int y)\n{\n    return x;\n}\n\nint b;\n"
        self.assertEqual(list(floors.functions_of(text)), [(3, 5)])

    def test_braces_in_text_do_not_count(self):
        text = 'int a(void)\n{\n    say("\\\n}\\\n");\n    /*\n}\n*/\n    return 1;\n}\n'
        self.assertEqual([length for _, length in floors.functions_of(text)][-1:], [10])

    def test_tables_are_no_functions(self):
        self.assertEqual(list(floors.functions_of("static const int t[] = {\n    1,\n};\n")), [])


class CirclesTest(unittest.TestCase):
    def test_separate_circles(self):
        graph = {"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"e"}, "e": {"c"}, "f": {"a", "c"}}
        self.assertEqual(floors.find_circles(graph), [["a", "b"], ["c", "d", "e"]])

    def test_no_circle(self):
        self.assertEqual(floors.find_circles({"a": {"b", "c"}, "b": {"c"}, "c": set()}), [])


if __name__ == "__main__":
    unittest.main()
