#!/bin/bash
# bench-imap.sh BENCH [FORMAT] [ROUNDS] [MESSAGES]: IMAP, ours beside Dovecot (mdbox, maildir), on this machine. BENCH is the folder with MailBench.java and peers/.
# Needs root, Debian's dovecot-imapd, and the program as built. MEASURE may name a command that keeps others off while it runs what follows it.
# Both servers are up all the time, and both warmed up: four times 20,000 messages into another mailbox, and the steps there, with 5,000 SELECT and 5,000 STATUS each time.
# Each round has a mailbox of its own on each server, filled by MULTIAPPEND; each step is done once, on the one server and then on the other, when our index has come to rest;
# then once more in a new mailbox of ours at once behind its filling.
# Medians of the rounds in milliseconds: peer, ours at rest, ours at once.
set -euo pipefail
bench=$(cd "$1" && pwd) format=${2:-mdbox} rounds=${3:-3} messages=${4:-100000}
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/scripts/jdk.sh"
work=$(mktemp -d /tmp/bench-imap.XXXXXX)
export PENNYPOST_AS_BUILT=yes
offset=${OFFSET:-30000}
python3 - "$bench/MailBench.java" "$work/MailBench.java" <<'P'
import sys
code = open(sys.argv[1]).read()
for before, after in [
    ('    public static void main(', r'''    /** Commands from a file, NAME and command on a line; "do" is not measured. */
    static void steps() throws Exception {
        try (var c = imapLogin(s("user", "u1"))) {
            String change = "1", validity = "1";
            for (String line : Files.readAllLines(Path.of(s("steps", "")))) {
                String[] p = line.split(" ", 2);
                if (p[0].equals("remember")) {
                    c.keep = new StringBuilder(); c.cmd("STATUS INBOX (HIGHESTMODSEQ UIDVALIDITY)");
                    change = c.keep.toString().replaceAll("(?s).*HIGHESTMODSEQ (\\d+).*", "$1"); validity = c.keep.toString().replaceAll("(?s).*UIDVALIDITY (\\d+).*", "$1"); c.keep = null;
                } else if (p[0].equals("change")) {
                    int k = Integer.parseInt(p[1]); for (int i = 0; i < k; i++) c.cmd("STORE " + (1 + i * (int) (c.exists / k)) + " +FLAGS.SILENT (\\Answered)");
                } else if (p[0].equals("do")) { try { c.cmd(p[1]); } catch (IOException refused) { }
                } else if (p[0].startsWith("again-")) {
                    double[] ms = new double[50]; for (int i = 0; i < ms.length; i++) { long t = System.nanoTime(); c.cmd(p[1]); ms[i] = since(t) * 1e3; }
                    Arrays.sort(ms); new Row(p[0]).put("ms", ms[ms.length / 2]).print();
                } else step(c, p[0], p[1].replace("{change}", change).replace("{validity}", validity));
            }
            c.cmd("LOGOUT");
        }
    }
    public static void main('''),
    ('case "idle" -> idle();', 'case "idle" -> idle(); case "imap-steps" -> steps();'),
]:
    assert code.count(before) == 1, before
    code = code.replace(before, after)
open(sys.argv[2], 'w').write(code)
P
"$JAVA_HOME/bin/javac" -nowarn -d "$work/classes" "$work/MailBench.java"
cat >"$work/steps" <<'S'
select-first SELECT INBOX
select-second SELECT INBOX
again-select SELECT INBOX
status STATUS INBOX (MESSAGES UNSEEN UIDNEXT)
again-status STATUS INBOX (MESSAGES UNSEEN UIDNEXT)
fetch-flags-first FETCH 1:* (FLAGS UID RFC822.SIZE)
fetch-flags-second FETCH 1:* (FLAGS UID RFC822.SIZE)
fetch-envelope-first FETCH 1:* (ENVELOPE BODYSTRUCTURE)
fetch-envelope-second FETCH 1:* (ENVELOPE BODYSTRUCTURE)
fetch-header-fields FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE)])
fetch-body FETCH 1:* (BODY.PEEK[])
search-all SEARCH ALL
search-unseen SEARCH UNSEEN
search-subject SEARCH SUBJECT zebrasubject
search-body SEARCH BODY zebrabody
search-text SEARCH TEXT zebrabody
search-from SEARCH FROM sender42
search-sentsince SEARCH SENTSINCE 1-Nov-2026
search-header SEARCH HEADER X-Nothing here
sort-date-first SORT (DATE) US-ASCII ALL
sort-date-second SORT (DATE) US-ASCII ALL
sort-reverse-arrival SORT (REVERSE ARRIVAL) US-ASCII ALL
sort-subject SORT (SUBJECT) US-ASCII ALL
sort-from SORT (FROM) US-ASCII ALL
thread-references THREAD REFERENCES US-ASCII ALL
thread-orderedsubject THREAD ORDEREDSUBJECT US-ASCII ALL
do CREATE Copies
do CREATE Moved
copy-10000 COPY 1:10000 Copies
do SELECT Copies
move-10000 MOVE 1:10000 Moved
do SELECT INBOX
store-silent STORE 1:* +FLAGS.SILENT (\Seen)
store STORE 1:* +FLAGS (\Flagged)
store-deleted-10000 STORE 1:10000 +FLAGS.SILENT (\Deleted)
expunge-10000 EXPUNGE
do SELECT INBOX
do ENABLE QRESYNC
remember
change 1000
qresync-after-1000 SELECT INBOX (QRESYNC ({validity} {change}))
S
client() { # client COMMAND LABEL PORT USER PASSWORD OPTION...: rows go to $work/rows
    "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -cp "$work/classes" MailBench "$1" --label "$2" --port "$3" --user "$4" --pass "$5" \
        --steps "$work/steps" --count "$messages" --batch 500 --out "$work/rows" "${@:6}"
}
peer() { client "$1" peer 11143 "$2" x; }
ours() { client "$1" "$2" $((offset + 143)) "$3@bench.test" benchbench "${@:4}"; }
rest() { # until the index has reached all
    sleep 3
    while "$top/pennypost" search status --data "$work/data" | grep -q 'more to come'; do sleep 2; done
}
at_rest() { peer imap-steps "r$1" && ours imap-steps rest "r$1"; }
at_once() { ours imap-fill ours "o$1" && ours imap-steps once "o$1"; }
export -f client peer ours at_rest at_once
export work messages offset JAVA_HOME
measured() { ${MEASURE:-} bash -ec "$*" >/dev/null; }

finish() {
    (cd "$bench/peers" && ./dovecot.sh stop "$format") >/dev/null 2>&1 || true
    kill "$pid" 2>/dev/null && wait "$pid" || true
    rm -rf "$work" "/tmp/peers/dovecot-$format"
}
(cd "$bench/peers" && ./dovecot.sh start "$format") >/dev/null 2>&1
: >"$work/screen"
"$top/pennypost" serve --data "$work/data" --port-offset "$offset" >"$work/screen" 2>&1 &
pid=$!
trap finish EXIT
until grep -q '^Ready' "$work/screen"; do kill -0 "$pid" || { cat "$work/screen"; exit 1; }; sleep 0.1; done
"$top/pennypost" domain add bench.test --data "$work/data" >/dev/null
for user in warm $(seq -f r%g "$rounds") $(seq -f o%g "$rounds"); do
    echo benchbench | "$top/pennypost" account add "$user@bench.test" --data "$work/data" --password-stdin >/dev/null
done
awk '/^again-/ { for (i = 0; i < 100; i++) print; next } 1' "$work/steps" >"$work/warm-up"
# Of two options of one name the later one counts.
for ((pass = 1; pass <= 4; pass++)); do
    ours imap-fill ours warm --count 20000 >/dev/null
    peer imap-fill warm --count 20000 >/dev/null
    rest
    ours imap-steps warm warm --steps "$work/warm-up" >/dev/null
    peer imap-steps warm --steps "$work/warm-up" >/dev/null
done
rm "$work/rows"
for ((round = 1; round <= rounds; round++)); do
    ours imap-fill ours "r$round" >/dev/null
    peer imap-fill "r$round" >/dev/null
done
rest
for ((round = 1; round <= rounds; round++)); do measured at_rest "$round"; done
for ((round = 1; round <= rounds; round++)); do
    measured at_once "$round"
    rest
done
python3 - "$work/rows" <<'P'
import collections, json, statistics, sys
rows = collections.defaultdict(lambda: collections.defaultdict(list))
for line in open(sys.argv[1]):
    row = json.loads(line)
    if 'error' in row: print('FAILED', line)
    if 'ms' in row: rows[row['test']][row['server']].append(row['ms'])
    elif 'per_s' in row: print('%s, %s: %.0f a second' % (row['server'], row['test'], row['per_s']))
for step, servers in rows.items():
    median = lambda server: '%8.1f' % statistics.median(servers[server]) if servers[server] else '       -'
    all = lambda server: '(' + ', '.join('%.1f' % each for each in sorted(servers[server])) + ')'
    print('%-24s peer %s  at rest %s  at once %s   %s %s %s' % (
        step, median('peer'), median('rest'), median('once'), all('peer'), all('rest'), all('once')))
P
