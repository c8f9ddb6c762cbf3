#!/bin/sh
# aot-cache.sh LIB: makes LIB/pennypost.aot, with which the program starts in half the time. Called by the packaging (cli/pom.xml).
# The server lives a short life for it (org.pennypost.cli.rehearsal), watched by the JVM; a second JVM writes down what was seen.
# Without the profiles of methods (JEP 515): with them the JVM compiles at once what mail needs later, which makes the start a tenth longer (docs/adr/0031-what-a-start-costs.md).
# Before (org.pennypost.cli.rehearsal.Preparation), RocksDB's machine code is unpacked into LIB.
# Without the cache everything works, only slower at first.
set -eu
top=$(cd "$(dirname "$0")/.." && pwd)
lib=$1
. "$top/scripts/jdk.sh"
. "$top/scripts/jvm.sh"
scratch=$(mktemp -d "$lib/aot.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

java_in_mode() { # MODE OPTION...: its chatter is shown only if it fails
    # shellcheck disable=SC2086 # the options are words
    "$JAVA_HOME/bin/java" $JVM_ALWAYS $JVM_SERVER -Xmx512m -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining -XX:AOTMode="$1" -XX:AOTConfiguration="$scratch/seen" \
        -Djava.library.path="$lib" -cp "$(jvm_class_path "$lib")" "$2" org.pennypost.cli.rehearsal.Rehearsal "$scratch/data" >"$scratch/said" 2>&1 || {
        cat "$scratch/said" >&2
        echo "aot-cache.sh: the $1 step failed" >&2
        exit 70
    }
}

rm -f "$lib/pennypost.aot" "$lib/pennypost.aot.jars"
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -cp "$(jvm_class_path "$lib")" org.pennypost.cli.rehearsal.Preparation "$lib" "$scratch/data"
java_in_mode record -showversion
java_in_mode create -XX:AOTCache="$scratch/pennypost.aot"
jvm_jars "$lib" >"$lib/pennypost.aot.jars"
mv "$scratch/pennypost.aot" "$lib/pennypost.aot"
