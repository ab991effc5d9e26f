#!/usr/bin/env bash
# Builds a base image for machines that can pull none: a minimal Debian with iptables, iproute2 and conntrack, and a Java runtime cut from
# the JDK 25 of this machine. Usage: compose/images/base.sh IMAGE JDK_HOME
set -euo pipefail
image=$1
jdk=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! command -v debootstrap >/dev/null; then
  echo "base image: debootstrap is needed (the package has the same name)" >&2
  exit 1
fi
echo "base image: a minimal Debian ..."
debootstrap --variant=minbase --include=ca-certificates,conntrack,iptables,iproute2 bookworm "$work/root" >"$work/log" 2>&1 || {
  tail -20 "$work/log" >&2
  exit 1
}
rm -rf "$work"/root/var/cache/apt/* "$work"/root/var/lib/apt/lists/* "$work"/root/usr/share/{doc,man,locale}
echo "base image: a Java runtime ..."
"$jdk/bin/jlink" --module-path "$jdk/jmods" --strip-debug --no-man-pages --no-header-files --compress zip-6 \
  --add-modules java.se,jdk.httpserver,jdk.unsupported,jdk.crypto.ec,jdk.management,jdk.naming.dns,jdk.zipfs \
  --output "$work/root/opt/java/openjdk"
tar -C "$work/root" -c . | docker import \
  --change 'ENV JAVA_HOME=/opt/java/openjdk' \
  --change 'ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
  --change 'ENV LANG=C.UTF-8' - "$image" >/dev/null
echo "base image: $image"
