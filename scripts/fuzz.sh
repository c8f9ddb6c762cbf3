#!/bin/sh
# fuzz.sh MODULE TARGET SECONDS: lets Jazzer look for inputs that a fuzz target does not stand (docs/fuzzing.md).
#   scripts/fuzz.sh smtp org.pennypost.smtp.SmtpGrammarFuzzTest 60
# What it finds worth keeping is in MODULE/target/fuzz; a crash is written to MODULE/target/fuzz-crash-* and ends it.
set -eu
[ $# -eq 3 ] || { sed -n '2,3s/^# //p' "$0" >&2; exit 64; }
top=$(cd "$(dirname "$0")/.." && pwd)
module=$1 target=$2 seconds=$3
. "$top/scripts/jdk.sh"
mvn="$top/mvnw --batch-mode --no-transfer-progress -q -f $top/pom.xml"
jazzer=0.30.0
for part in jazzer jazzer-api; do
    $mvn dependency:copy -N -Dartifact=com.code-intelligence:$part:$jazzer -DoutputDirectory="$top/target/jazzer"
done
$mvn test-compile dependency:build-classpath -pl "$module" -am -Dspotless.check.skip=true -Dmdep.outputFile=target/fuzz-classpath
cd "$top/$module"
mkdir -p "target/fuzz/${target##*.}"
words="src/test/fuzz/$module.dict"
[ -f "$words" ] || words=/dev/null
exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -Xmx1g \
    -cp "$top/target/jazzer/jazzer-$jazzer.jar:$top/target/jazzer/jazzer-api-$jazzer.jar:target/test-classes:target/classes:$(cat target/fuzz-classpath)" \
    com.code_intelligence.jazzer.Jazzer --target_class="$target" --instrumentation_includes='org.pennypost.**' \
    --reproducer_path=target "target/fuzz/${target##*.}" "src/test/fuzz/${target##*.}" \
    -dict="$words" -max_total_time="$seconds" -artifact_prefix=target/fuzz-
