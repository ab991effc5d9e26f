#!/usr/bin/env bash
# A record's compact constructor loses a type annotation on an array, and on nothing else (javac of JDK 25.0.3, jspecify 1.0.1).
#
# Expected: `record R(byte @Nullable [] bytes, @Nullable String text) { R {...} }` says in its class file that both may be null,
#   as the same record does without a constructor of its own, or with the canonical one written out.
# Seen: with the compact form alone, the annotation of the array's parameter is missing from the class file, while that of the
#   String is there. Within one compilation nothing shows; in another module, checkers that read class files (NullAway: "passing
#   @Nullable parameter where @NonNull is required") refuse every caller that hands in null.
# It costs when a record moves from one module to another: unchanged code then fails to compile, far from its cause.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

jdk=
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
  if [ -x "$home/bin/javac" ] && "$home/bin/javac" -version 2>&1 | grep -q '^javac 25'; then jdk=$home; fi
done
[ -n "$jdk" ] || { echo "needs a JDK 25" >&2; exit 2; }
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
  -Dartifact=org.jspecify:jspecify:1.0.1 -DoutputDirectory="$dir" -Dmdep.stripVersion=true

cat > Records.java <<'JAVA'
import org.jspecify.annotations.Nullable;

record Implicit(byte @Nullable [] bytes, @Nullable String text) {}

record Written(byte @Nullable [] bytes, @Nullable String text) {
    Written(byte @Nullable [] bytes, @Nullable String text) {
        this.bytes = bytes;
        this.text = text;
    }
}

record Compact(byte @Nullable [] bytes, @Nullable String text) {
    Compact {
        if (bytes == null && text == null) {
            throw new IllegalArgumentException("neither");
        }
    }
}

public class Records {
    public static void main(String[] args) throws Exception {
        for (Class<?> type : new Class<?>[] {Implicit.class, Written.class, Compact.class}) {
            var parameters = type.getDeclaredConstructor(byte[].class, String.class).getAnnotatedParameterTypes();
            System.out.println(type.getName() + " bytes=" + parameters[0].getAnnotations().length + " text="
                    + parameters[1].getAnnotations().length);
        }
    }
}
JAVA
"$jdk/bin/javac" -cp jspecify.jar Records.java
"$jdk/bin/java" -cp .:jspecify.jar Records | tee seen

diff - seen <<'SEEN'
Implicit bytes=1 text=1
Written bytes=1 text=1
Compact bytes=0 text=1
SEEN
echo "as recorded: the compact constructor alone loses the array's annotation"
