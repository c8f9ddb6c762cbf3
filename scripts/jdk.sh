# Sourced by ./build, ./pennypost and ./mvnw: sets JAVA_HOME to a JDK 25 or newer, or explains itself and exits.
# Looks at JAVA_HOME, JDK_HOME, java on the PATH, then where systems and tools keep their JDKs. POSIX sh.

JDK_WANTED=25

# jdk_major DIR: prints the major version of the JDK in DIR; nothing if there is no compiler. Reads a file, starts no JVM.
jdk_major() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] &&
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_fits() {
    jdk_version=$(jdk_major "$1")
    [ -n "$jdk_version" ] && [ "$jdk_version" -ge "$JDK_WANTED" ]
}

jdk_on_path() {
    jdk_java=$(command -v java 2>/dev/null) || return 0
    jdk_java=$(readlink -f "$jdk_java" 2>/dev/null || echo "$jdk_java")
    dirname "$(dirname "$jdk_java")"
}

jdk_find() {
    for jdk in "${JAVA_HOME:-}" "${JDK_HOME:-}" "$(jdk_on_path)"; do
        [ -n "$jdk" ] && jdk_fits "$jdk" && { echo "$jdk"; return; }
    done
    if [ -x /usr/libexec/java_home ]; then # macOS
        jdk=$(/usr/libexec/java_home -v "$JDK_WANTED+" 2>/dev/null)
        [ -n "$jdk" ] && jdk_fits "$jdk" && { echo "$jdk"; return; }
    fi
    for jdk in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
        "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/* \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        jdk_fits "$jdk" && { echo "$jdk"; return; }
    done
}

JAVA_FOUND=$(jdk_find)
if [ -z "$JAVA_FOUND" ]; then
    echo "Pennypost needs a JDK $JDK_WANTED or newer and found none: install one (for example 'apt install temurin-25-jdk', 'brew install openjdk', 'sdk install java 25-tem') or set JAVA_HOME to it." >&2
    exit 69
fi
JAVA_HOME=$JAVA_FOUND
export JAVA_HOME
