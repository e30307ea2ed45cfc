"""tools/embed_assets.py: the files of a folder, read back from a program that carries them."""

import os
import subprocess
import sys
import unittest

from tree import ROOT, TreeTest

TOOL = os.path.join(ROOT, "tools", "embed_assets.py")

# Prints the table: path, size and bytes of each row, then whether a path is found.
PRINTER = """
#include "base/assets.h"
#include <stdio.h>
bool str_equal_c(str a, const char *b)
{
    return a.size == strlen(b) && memcmp(a.data, b, a.size) == 0;
}
int main(int argc, char **argv)
{
    for (const struct asset *a = assets_web; a->path; a++) {
        printf("%s %zu ", a->path, a->size);
        for (size_t i = 0; i <= a->size; i++)
            printf("%02x", a->data[i]);
        printf("\\n");
    }
    return argc > 1 && asset_find(assets_web, str_of(argv[1])) == NULL;
}
"""


class EmbedAssetsTest(TreeTest):
    def build(self, folder):
        """The program that carries the folder, position-independent as the real one is."""
        out = os.path.join(self.root, "assets.S")
        subprocess.run([sys.executable, TOOL, "web", folder, out], check=True)
        self.write("printer.c", PRINTER)
        program = os.path.join(self.root, "printer")
        built = subprocess.run(
            ["cc", "-std=gnu17", "-pie", "-fPIE", "-Wl,-z,relro,-z,now,--fatal-warnings"]
            + ["-I", os.path.join(ROOT, "src"), os.path.join(self.root, "printer.c"), out]
            + ["-o", program],
            capture_output=True,
            text=True,
        )
        self.assertEqual(built.returncode, 0, built.stderr)
        return program

    def rows(self, program, *arguments):
        done = subprocess.run([program, *arguments], capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines()

    def test_files_come_back_byte_for_byte(self):
        self.write('tree/b "quoted" \\ name.txt', "hola\n")
        self.write("tree/a/deep/empty", "")
        self.write("tree/.hidden", "never")
        with open(os.path.join(self.root, "tree/all.bin"), "wb") as file:
            file.write(bytes(range(256)))
        program = self.build(os.path.join(self.root, "tree"))
        code, rows = self.rows(program, "a/deep/empty")
        self.assertEqual(code, 0)
        self.assertEqual(
            rows,
            [
                "a/deep/empty 0 00",
                "all.bin 256 " + bytes(range(256)).hex() + "00",
                'b "quoted" \\ name.txt 5 ' + b"hola\n".hex() + "00",
            ],
        )
        self.assertEqual(self.rows(program, ".hidden")[0], 1)

    def test_no_folder_is_an_empty_table(self):
        self.assertEqual(self.rows(self.build("-")), (0, []))

    def test_the_stack_stays_not_executable(self):
        program = self.build("-")
        headers = subprocess.run(["readelf", "-lW", program], capture_output=True, text=True).stdout
        stack = next(line for line in headers.splitlines() if "GNU_STACK" in line)
        self.assertNotIn("RWE", stack)

    def test_a_missing_folder_stops_the_build(self):
        done = subprocess.run(
            [sys.executable, TOOL, "web", os.path.join(self.root, "none"), "out.S"],
            capture_output=True,
            text=True,
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("is not a folder", done.stderr)


if __name__ == "__main__":
    unittest.main()
