#!/bin/sh
# bench.sh [JMH ARGUMENT...]: the microbenchmarks of the module bench (docs/benchmarks.md).
#   scripts/bench.sh                       all of them, some ten minutes
#   scripts/bench.sh Grammar -f 1 -i 3      what JMH's own arguments say
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
. "$top/scripts/jdk.sh"
"$top/mvnw" --batch-mode --no-transfer-progress -q -f "$top/pom.xml" -pl bench -am -DskipTests -Dspotless.check.skip=true \
    test-compile dependency:build-classpath -Dmdep.outputFile=target/bench-classpath
[ $# -gt 0 ] || set -- -f 1 -wi 2 -w 2 -i 3 -r 2
mkdir -p "$top/bench/target/scratch"
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Dpennypost.bench.folder="$top/bench/target/scratch" \
    -cp "$top/bench/target/classes:$(cat "$top/bench/target/bench-classpath")" \
    org.openjdk.jmh.Main "$@"
