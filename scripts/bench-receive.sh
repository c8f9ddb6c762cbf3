#!/bin/bash
# bench-receive.sh BENCH [ROUNDS] [ROW...]: mail in, ours beside Postfix that hands on to Dovecot (mdbox), on this machine. BENCH is the folder with MailBench.java and
# peers/. Needs root, Debian's postfix, dovecot-imapd and dovecot-lmtpd, and the program as built.
# Both servers are up all the time and warmed up; each row is measured of the one and at once of the other, since a shared machine is faster in one minute than in the
# next. A pause before the peer's turn lets our index come to rest. Medians of the rows, and of the ratios of the pairs; the ratios of all pairs behind them.
# ROW: sessions,octets,messages of the peer,messages of ours.
set -euo pipefail
bench=$(cd "$1" && pwd) rounds=${2:-5}
shift; shift || true
rows=("$@")
[ $# -gt 0 ] || rows=(50,4096,1500,15000 10,4096,1000,10000 1,4096,300,2000 10,50000,400,2500 10,1000000,60,200)
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/scripts/jdk.sh"
work=$(mktemp -d /tmp/bench-receive.XXXXXX)
export PENNYPOST_AS_BUILT=yes
offset=30000
# Each message gets a Message-ID that no other has: our store keeps equal contents once, and must gain nothing by it.
python3 - "$bench/MailBench.java" "$work/MailBench.java" <<'X'
import sys
code = open(sys.argv[1]).read()
for before, after in [
    ('.bench@example.org>', '.UNIQUE00000000000000bench@example.org>'),
    ('c.out.write(msgs[i % msgs.length])', 'c.out.write(unique(msgs[i % msgs.length]))'),
    ('    static void smtp(boolean', """    static final AtomicLong UNIQUE = new AtomicLong(System.nanoTime());
    static byte[] unique(byte[] message) {
        byte[] copy = message.clone();
        int at = new String(copy, 0, 2000, StandardCharsets.ISO_8859_1).indexOf("UNIQUE0");
        byte[] number = String.format("%020d", UNIQUE.getAndIncrement()).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(number, 0, copy, at, number.length);
        return copy;
    }
    static void smtp(boolean"""),
]:
    assert code.count(before) == 1, before
    code = code.replace(before, after)
open(sys.argv[2], 'w').write(code)
X
"$JAVA_HOME/bin/javac" -nowarn -d "$work/classes" "$work/MailBench.java"

smtp() { # smtp LABEL PORT SESSIONS OCTETS MESSAGES OPTION...: the row goes to $work/rows
    "$JAVA_HOME/bin/java" -Xmx1g -XX:+UseSerialGC -cp "$work/classes" MailBench smtp --label "$1" --port "$2" --sessions "$3" --size "$4" \
        --count "$5" --rcpt u%d@bench.test --users 20 --out "$work/rows" "${@:6}" >/dev/null
}
peer() { smtp peer 11025 "$1" "$2" "$3" --wait-imap 127.0.0.1:11143 --wait 60; }
ours() { smtp ours $((offset + 25)) "$1" "$2" "$3"; }

finish() {
    (cd "$bench/peers" && ./postfix.sh stop && ./dovecot.sh stop mdbox) >/dev/null 2>&1 || true
    kill "$pid" 2>/dev/null && wait "$pid" || true
    rm -rf "$work"
}
(cd "$bench/peers" && ./dovecot.sh start mdbox && ./postfix.sh start lmtp:127.0.0.1:11024) >/dev/null 2>&1
: >"$work/screen"
"$top/pennypost" serve --data "$work/data" --port-offset $offset >"$work/screen" 2>&1 &
pid=$!
trap finish EXIT
until grep -q '^Ready' "$work/screen"; do kill -0 "$pid" || { cat "$work/screen"; exit 1; }; sleep 0.1; done
"$top/pennypost" domain add bench.test --data "$work/data" >/dev/null
for i in $(seq 20); do
    echo "benchbench-$i" | "$top/pennypost" account add "u$i@bench.test" --data "$work/data" --password-stdin >/dev/null
done

ours 50 4096 100000
ours 10 50000 5000
ours 10 4096 20000
peer 20 4096 1000
rm "$work/rows"
for ((round = 1; round <= rounds; round++)); do
    for row in "${rows[@]}"; do
        IFS=, read -r sessions octets theirs own <<<"$row"
        sleep 3
        peer "$sessions" "$octets" "$theirs"
        ours "$sessions" "$octets" "$own"
    done
done
python3 - "$work/rows" <<'X'
import collections, json, statistics, sys
rows = collections.defaultdict(list)
for line in open(sys.argv[1]):
    row = json.loads(line)
    if row['failed']: print('FAILED', line)
    rows[row['sessions'], row['size'], row['server']].append((row['accept_per_s'], row.get('deliver_per_s', 0)))
median = statistics.median
for sessions, size, server in rows:
    if server == 'peer':
        peer, ours = rows[sessions, size, 'peer'], rows[sessions, size, 'ours']
        accepted = sorted(own[0] / each[0] for own, each in zip(ours, peer))
        delivered = sorted(own[0] / each[1] for own, each in zip(ours, peer))
        print('%d sessions, %d octets: peer %.0f accepted, %.0f delivered; ours %.0f; ratios %.1f %s, %.1f %s' % (
            sessions, size, median(each[0] for each in peer), median(each[1] for each in peer), median(each[0] for each in ours),
            median(accepted), [round(each, 1) for each in accepted], median(delivered), [round(each, 1) for each in delivered]))
X
