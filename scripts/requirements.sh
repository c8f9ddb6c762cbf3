#!/bin/sh
# requirements.sh DIR [NUMBER...]: compares docs/rfc/requirements with the texts of the RFCs, DIR/rfcNNNN.txt (docs/rfc/README.md).
# Says for each (or for those named) how many lines of the text have a key word of RFC 2119 (MAY and OPTIONAL aside), which of them
# have no row, which rows name a line without their key word, and how many rows are in which state. Ends with 1 if a line has no row.
set -eu
[ $# -ge 1 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 64; }
top=$(cd "$(dirname "$0")/.." && pwd)
texts=$1
shift
[ $# -gt 0 ] || set -- $(ls "$top/docs/rfc/requirements" | sed -n 's/\.tsv$//p' | sort -n)
missing=0
for number; do
    text="$texts/rfc$number.txt"
    [ -f "$text" ] || { echo "$text is not there" >&2; exit 66; }
    awk -F '\t' -v number="$number" '
        function words(line) {
            gsub(/"[^"]*"/, "", line)
            return line ~ /(^|[^A-Za-z0-9_-])(MUST|SHALL|SHOULD|REQUIRED|RECOMMENDED)([^A-Za-z0-9_-]|$)/
        }
        # The sentence by which an RFC takes the key words over, from "The key words" to the end of its paragraph, asks nothing; neither does an index.
        FNR == NR {
            text[FNR] = $0
            if ($0 ~ /[Tt]he key ?words/) taking = 1
            if ($0 ~ /^[ \t]*$/) taking = 0
            if (!taking && !/specification requirement term/ && words($0)) { keyed[FNR] = 1; count++ }
            last = FNR
            next
        }
        /^#/ || /^$/ { next }
        {
            rows++
            state[$6]++
            n = split($1, lines, ",")
            for (i = 1; i <= n; i++) covered[lines[i]] = 1
            split($3, level, " ")
            if (index(text[lines[1]], level[1]) == 0) wrong[++wrongs] = "  no " $3 " in line " lines[1] ": " text[lines[1]]
        }
        END {
            for (line in keyed) if (line in covered) done++
            printf "RFC %s: %d lines with key words, %d of them have a row; rows: %d", number, count, done, rows
            for (name in state) printf ", %s %d", name, state[name]
            print ""
            for (line = 1; line <= last; line++) if ((line in keyed) && !(line in covered)) print "  no row: " line ": " text[line]
            for (i = 1; i <= wrongs; i++) print wrong[i]
            exit (done < count || wrongs > 0)
        }' "$text" "$top/docs/rfc/requirements/$number.tsv" || missing=1
done
exit $missing
