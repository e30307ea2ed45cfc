# What the scripts of this folder share; sourced, with $root set to the top of the work tree.
# Plain sh: scripts/deps runs it on a machine that has nothing yet.

# A node that scripts/deps brought lies here, with an npm that works with it.
node_home=$root/build/tools/node
node_wanted=20.19 # Vite 8 runs on this or newer; Debian 12 ships 18

PATH=$node_home/node_modules/.bin:$PATH
export PATH

say() { printf '%s\n' "$*"; }
complain() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }

# fail EXIT-CODE MESSAGE...: ends the script; codes as the program's own: 1 failed, 2 wrong usage.
fail() {
    code=$1
    shift
    complain "$@"
    exit "$code"
}

# version_at_least HAVE WANT: compares dotted numbers.
version_at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# node_is_new_enough: is there a node on the path that can build the workspace?
node_is_new_enough() {
    node_found=$(node --version 2>/dev/null) || return 1
    version_at_least "${node_found#v}" "$node_wanted"
}

# parallel_jobs: how many compilers at once; small machines swap before they speed up.
parallel_jobs() { nproc 2>/dev/null || echo 2; }

# memory_folder: where files of minutes need not wait for a disk: /dev/shm, when it is one of memory
# with room to spare (a container gives it 64 MB unless it is told, and may forbid to run programs
# there); else the usual place.
memory_folder() {
    memory_free_mb=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo 2>/dev/null)
    shared_free_mb=$(df -Pm /dev/shm 2>/dev/null | awk '$1 == "tmpfs" { print $4 }')
    if [ "${shared_free_mb:-0}" -ge 4000 ] && [ "${memory_free_mb:-0}" -ge 6000 ] &&
        [ -w /dev/shm ] && ! grep -qE '^[^ ]+ /dev/shm .*noexec' /proc/mounts; then
        say /dev/shm
    else
        say /tmp
    fi
}
