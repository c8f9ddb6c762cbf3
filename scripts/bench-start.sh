#!/bin/bash
# bench-start.sh [STARTS] [TREE...]: milliseconds from `./pennypost serve` to "Ready", of second starts in the lab, and what is resident four seconds after the last. Several
# built trees (this one by itself) start in turn, since a shared machine is faster in one minute than in the next. Medians, and all that was measured.
set -euo pipefail
starts=${1:-9}
shift || true
top=$(cd "$(dirname "$0")/.." && pwd)
[ $# -gt 0 ] || set -- "$top"
work=$(mktemp -d /tmp/bench-start.XXXXXX)
trap 'rm -rf "$work"' EXIT
export PENNYPOST_AS_BUILT=yes

start() { # start NUMBER TREE [SECONDS]: says how long it took, and the megabytes after SECONDS
    : >"$work/screen"
    local before after pid
    before=$(date +%s%N)
    "$2/pennypost" serve --data "$work/data.$1" --port-offset 31700 >"$work/screen" 2>&1 &
    pid=$!
    until grep -q '^Ready' "$work/screen"; do
        kill -0 "$pid" || { cat "$work/screen" >&2; exit 1; }
        sleep 0.005
    done
    after=$(date +%s%N)
    echo $(((after - before) / 1000000)) >>"$work/ms.$1"
    if [ -n "${3:-}" ]; then
        sleep "$3"
        awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$pid/status" >"$work/megabytes.$1"
    fi
    kill "$pid"
    wait "$pid" || true
}

number=0
for tree in "$@"; do
    start $((++number)) "$tree"
    echo "$tree, first start: $(cat "$work/ms.$number") ms"
    rm "$work/ms.$number"
done
for round in $(seq "$starts"); do
    number=0
    for tree in "$@"; do
        start $((++number)) "$tree" "$([ "$round" -lt "$starts" ] || echo 4)"
    done
done
number=0
for tree in "$@"; do
    sort -n "$work/ms.$((++number))" -o "$work/ms.$number"
    echo "$tree: median $(sed -n "$(((starts + 1) / 2))p" "$work/ms.$number") ms ($(tr '\n' ' ' <"$work/ms.$number"| sed 's/ $//')), resident $(cat "$work/megabytes.$number") MB"
done
