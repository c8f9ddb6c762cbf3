#!/bin/bash
# bench-submission.sh [ROUNDS] [MESSAGES] [WARM-UP]: submission accepted and durable at 50 sessions, ours beside Postfix with Dovecot's SASL, in turn, on this
# machine. Needs root, Debian's postfix and dovecot-imapd, and the program as built. Everything lies below one folder in /tmp, which goes at the end.
# Postfix only keeps what it accepts (its hold queue), as our queue does; neither has anything to deliver meanwhile.
set -euo pipefail
rounds=${1:-3} messages=${2:-10000} warm_up=${3:-100000}
top=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d /tmp/bench-submission.XXXXXX)
chmod 755 "$work"
export PENNYPOST_AS_BUILT=yes

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
bench() { # bench PORT USER DOMAIN OPTION...
    PENNYPOST_PASSWORD=$password "$top/pennypost" bench smtp "127.0.0.1:$1" --tls never --user "$2" --from "alice@$3" \
        --to "u%d@elsewhere.example" --users 20 --size 4096 --json "${@:4}"
}
load() { # load PORT USER DOMAIN WARM-UP: messages a second, after a first login by itself: fifty at once would look like somebody who guesses
    bench "${@:1:3}" --sessions 1 --messages 1 >/dev/null
    bench "${@:1:3}" --sessions 50 --messages "$messages" --warm-up "$4" |
        python3 -c 'import json, sys
for row in json.load(sys.stdin): print("%.0f %s a second, failures: %s" % (row["perSecond"], row["what"], row["failures"]))'
}

peer_start() {
    P=$work/postfix D=$work/dovecot port=$(free_port) password=x
    mkdir -p "$P"/{etc,spool,data} "$D"
    chown postfix "$P/data"
    cat >"$D/dovecot.conf" <<X
protocols =
base_dir = $D/run
state_dir = $D/state
log_path = $D/log
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
passdb {
  driver = static
  args = password=x
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=/tmp allow_all_users=yes
}
service auth {
  unix_listener $P/auth {
    mode = 0666
  }
}
X
    cat >"$P/etc/main.cf" <<X
compatibility_level = 3.6
queue_directory = $P/spool
data_directory = $P/data
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
mynetworks =
default_transport = discard
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = $P/auth
smtpd_sender_login_maps = static:alice
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_data_restrictions = check_client_access static:HOLD
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
in_flow_delay = 0
smtpd_tls_security_level = none
maillog_file = $P/data/maillog
maillog_file_prefixes = /tmp
alias_maps =
X
    cat >"$P/etc/master.cf" <<X
127.0.0.1:$port inet n - n - 100 smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
X
    dovecot -c "$D/dovecot.conf"
    postfix -c "$P/etc" start 2>/dev/null
    sleep 1
}
peer_stop() {
    postfix -c "$P/etc" stop 2>/dev/null
    doveadm -c "$D/dovecot.conf" stop
    rm -rf "$P" "$D"
}

ours_start() {
    O=$work/ours
    mkdir -p "$O"
    port=$(free_port)
    cat >"$O/pennypost.toml" <<X
lab = true
smtp.listen = []
submissions.listen = []
pop3.listen = []
pop3s.listen = []
[submission]
listen = ["127.0.0.1:$port"]
messages_per_hour_max = 1000000000
messages_per_day_max = 1000000000
X
    : >"$O/screen"
    "$top/pennypost" serve --data "$O/data" --config "$O/pennypost.toml" >"$O/screen" 2>&1 &
    pid=$!
    until grep -q '^Ready' "$O/screen"; do sleep 0.1; done
    password=$(sed -n 's/.*alice@example.test *password //p' "$O/screen")
}
ours_stop() {
    kill "$pid"
    wait "$pid" || true
    rm -rf "$O"
}

for ((round = 1; round <= rounds; round++)); do
    peer_start
    echo "round $round, Postfix and Dovecot's SASL: $(load "$port" alice bench.test 3000)"
    peer_stop
    ours_start
    echo "round $round, Pennypost:                  $(load "$port" alice@example.test example.test "$warm_up")"
    ours_stop
done
rm -rf "$work"
