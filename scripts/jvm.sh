# Sourced by ./pennypost and scripts/aot-cache.sh: how the program's JVM is started. The cache holds only for the JVM, the class path
# (these jars, in this order) and the object layout that it was made with, so both take them from here. POSIX sh.

# java.util.logging is silent: nothing of ours uses it, and Lucene would tell of an incubating JDK module on everybody's terminal.
JVM_ALWAYS="-XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED -Djava.util.logging.config.file=/dev/null"
# A server runs long and holds many small objects: G1, whose pauses stay short. It starts with a small heap and gives memory back when
# it is idle. Left to itself G1 marks all of such a small heap several times a second under load; it begins when what has become old
# fills 65 %, more than the 60 % that it makes room for after a marking (MinHeapFreeRatio). jdk.pollerMode=1 lets one thread
# watch the sockets for all virtual threads, which saves wake-ups (docs/adr/0030-aot-cache.md).
# Unpacker.number is never copied into its callers: with it in one of them C2 is busy for up to 80 s (docs/adr/0030-aot-cache.md).
JVM_SERVER="-XX:CompileCommand=quiet -XX:CompileCommand=dontinline,org.pennypost.mailbox.record.Unpacker::number -XX:+UseG1GC -Xms64m -XX:-G1UseAdaptiveIHOP -XX:InitiatingHeapOccupancyPercent=65 -XX:G1PeriodicGCInterval=60000 -XX:TrimNativeHeapInterval=5000 -Djdk.pollerMode=1"
# Every other command is over in a moment and must start fast.
JVM_COMMAND="-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
# bench runs long, and what it measures shall be the server: with the fast compiler's code alone it took more of the machine than that.
JVM_LOAD="-XX:+UseSerialGC"

# jvm_class_path LIB: every jar of the folder, in the order of the names.
jvm_class_path() {
    jvm_path=
    for jvm_jar in "$1"/*.jar; do
        jvm_path=${jvm_path:+$jvm_path:}$jvm_jar
    done
    echo "$jvm_path"
}

# jvm_jars LIB: the jars' names and sizes. JDK 25 does not look whether they are those of the cache (JDK-8377932): with a changed jar it would
# run the old classes.
jvm_jars() {
    (cd "$1" && wc -c ./*.jar)
}

# jvm_cache_fits LIB: whether LIB/pennypost.aot was made of the jars that are there now.
jvm_cache_fits() {
    [ -e "$1/pennypost.aot" ] && jvm_jars "$1" | cmp -s - "$1/pennypost.aot.jars" 2>/dev/null
}
